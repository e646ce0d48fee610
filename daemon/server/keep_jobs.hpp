// What the settings say of how much of a log is kept, and how many jobs.
#pragma once

#include <cstdint>

#include "daemon.hpp"

namespace tt::server {

// Bytes of one log that are kept; 0: all.
std::uint64_t log_limit(const protocol::Settings& settings);

// Which jobs are kept.
jobs::RetentionLimits retention_limits(const protocol::Settings& settings);

// Finds the jobs that other daemons started, and from then on removes those that the settings don't keep.
asio::awaitable<void> recover_and_keep_jobs(Daemon& daemon);

}  // namespace tt::server
