// A process by more than its number, which the kernel gives out again.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace tt::jobdir {

// `start_time` is field 22 of /proc/<pid>/stat: clock ticks since boot. Unique together with the boot id.
struct ProcessId {
  pid_t pid = 0;
  std::uint64_t start_time = 0;
  bool operator==(const ProcessId&) const = default;
};

// The fields of /proc/<pid>/stat that this project needs (proc_pid_stat(5)).
struct ProcessStat {
  pid_t pid = 0;
  pid_t parent = 0;
  char state = 0;  // 'R', 'S', 'D', 'T' stopped, 'Z' zombie ...
  std::uint64_t start_time = 0;
};

// Nothing where there is no such process (or /proc hides it).
std::optional<ProcessStat> read_process_stat(pid_t pid);

// Nothing where there is no such process (or /proc hides it).
std::optional<ProcessId> identify(pid_t pid);

// Whether exactly this process still exists and isn't a zombie.
bool is_alive(const ProcessId& process);

}  // namespace tt::jobdir
