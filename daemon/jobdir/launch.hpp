// How a daemon starts a supervisor, and what the two agree on.
#pragma once

#include <string>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "start_message.hpp"

namespace tt::jobdir {

// The contract. The supervisor program takes no arguments. Descriptor 3 is a Unix stream socket: the start message, end of
// file, then the supervisor's reply. Descriptor 4 is the job's lock file, locked. 0 to 2 are /dev/null.
// The daemon forks once (this program's parent is the daemon); the program calls setsid() and forks again, and its first
// process ends at once and is reaped here. What goes on is a child of process 1 (or of the nearest subreaper) in a session of
// its own: nothing that walks the daemon's tree finds it. Nothing is started before the start message is there whole, and no
// command before `run` is on disk.
inline constexpr int kStartFd = 3;
inline constexpr int kLockFd = 4;

// Starts `program` for the job and waits until it took the job over: files opened, `ctl` listening, queued or about to run.
// Closes `lock` in this process in any case. A blocking call of at most `timeout_ms`, for a pool thread.
// kPrerequisite where the program can't be executed; kIo with the supervisor's own words where it refused.
Result<void> launch_supervisor(const std::string& program, const StartMessage& message, Fd lock, int timeout_ms = 10'000);

}  // namespace tt::jobdir
