// Starts the supervisor of one job: the seam between the table and the operating system.
#pragma once

#include <functional>
#include <string>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "jobdir/start_message.hpp"

namespace tt::jobs {

// Called on a pool thread, where it may block. Comes back once the supervisor took the job over; the lock is the
// supervisor's from then on. The real one is jobdir::launch_supervisor.
using Spawner = std::function<Result<void>(const std::string& program, const jobdir::StartMessage& message, Fd lock)>;

Result<void> spawn_supervisor(const std::string& program, const jobdir::StartMessage& message, Fd lock);

}  // namespace tt::jobs
