// Every process that a job left behind, found through its parent and ended.
#pragma once

#include <sys/types.h>

#include <vector>

#include "jobdir/process.hpp"

namespace tt::supervisor {

// The living descendants of `root` (zombies aren't), from one pass over /proc. Complete for a subreaper: an orphan's parent
// is then `root` and not process 1.
std::vector<jobdir::ProcessStat> living_descendants(pid_t root);

// Sends `signal`, then SIGCONT, to each: a stopped process takes no other signal but SIGKILL.
void signal_descendants(pid_t root, int signal);

// Stops every descendant until no new one turns up, so that none can fork away, then kills them all. Takes at most about
// 200 ms; processes in an uninterruptible call die when it ends. Call again until living_descendants() is empty.
void kill_descendants(pid_t root);

}  // namespace tt::supervisor
