// Starts the supervisor of one job: the seam between the table and the operating system.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/async.hpp"
#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::jobs {

struct SpawnRequest {
  std::filesystem::path supervisor;  // the binary
  std::filesystem::path folder;      // the job's
  Fd lock;                           // holds the write lock of the job's `lock`; inherited by the supervisor
  std::string start_message;         // goes through a pipe: holds the values of environment variables
};

// Comes back once the message is delivered and the middle process of the double fork is reaped. kIo where the binary
// can't be run or ended before it took the message.
using Spawner = std::function<asio::awaitable<Result<void>>(asio::thread_pool& pool, SpawnRequest request)>;

// The real one.
asio::awaitable<Result<void>> spawn_supervisor(asio::thread_pool& pool, SpawnRequest request);

}  // namespace tt::jobs
