// The checks of the machine, with this user's settings.
#pragma once

#include <string>
#include <vector>

#include "base/async.hpp"
#include "daemon.hpp"
#include "doctor/doctor.hpp"

namespace tt::server {

asio::awaitable<std::vector<doctor::Check>> run_checks(Daemon& daemon);

// The same as plain text for a bug report.
std::string checks_report(const Daemon& daemon, const std::vector<doctor::Check>& checks);

}  // namespace tt::server
