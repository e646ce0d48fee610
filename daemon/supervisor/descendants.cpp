#include "descendants.hpp"

#include <dirent.h>
#include <signal.h>
#include <time.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>
#include <memory>
#include <set>

#include "base/clock.hpp"

namespace tt::supervisor {
namespace {

constexpr std::int64_t kFreezeLimitNs = 200'000'000;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::vector<jobdir::ProcessStat> all_processes() {
  std::vector<jobdir::ProcessStat> out;
  const std::unique_ptr<DIR, CloseFolder> folder(::opendir("/proc"));
  if (!folder) return out;
  while (const dirent* entry = ::readdir(folder.get())) {
    const char* const end = entry->d_name + std::strlen(entry->d_name);
    pid_t pid = 0;
    const auto [stop, error] = std::from_chars(static_cast<const char*>(entry->d_name), end, pid);
    if (error != std::errc{} || stop != end) continue;
    if (const auto stat = jobdir::read_process_stat(pid)) out.push_back(*stat);
  }
  return out;
}

bool is_dead(const jobdir::ProcessStat& process) { return process.state == 'Z' || process.state == 'X'; }
bool is_stopped(const jobdir::ProcessStat& process) { return process.state == 'T' || process.state == 't'; }

}  // namespace

std::vector<jobdir::ProcessStat> living_descendants(pid_t root) {
  std::multimap<pid_t, jobdir::ProcessStat> by_parent;
  for (const jobdir::ProcessStat& process : all_processes()) by_parent.emplace(process.parent, process);
  std::vector<jobdir::ProcessStat> found;
  std::vector<pid_t> parents{root};
  std::set<pid_t> seen{root};  // the pass isn't atomic, so parents might form a ring
  while (!parents.empty()) {
    const auto [begin, end] = by_parent.equal_range(parents.back());
    parents.pop_back();
    for (auto entry = begin; entry != end; ++entry) {
      if (!seen.insert(entry->second.pid).second) continue;
      parents.push_back(entry->second.pid);
      if (!is_dead(entry->second)) found.push_back(entry->second);
    }
  }
  return found;
}

void signal_descendants(pid_t root, int signal) {
  for (const jobdir::ProcessStat& process : living_descendants(root)) {
    ::kill(process.pid, signal);
    ::kill(process.pid, SIGCONT);
  }
}

void kill_descendants(pid_t root) {
  const std::int64_t deadline = clock::boottime_ns() + kFreezeLimitNs;
  std::set<pid_t> told;
  std::vector<jobdir::ProcessStat> found;
  for (;;) {
    found = living_descendants(root);
    bool stable = true;
    for (const jobdir::ProcessStat& process : found) {
      if (told.insert(process.pid).second) ::kill(process.pid, SIGSTOP);
      // A fork() that was under way when the signal came still completes: only a process that is seen to stand still is done.
      stable = stable && is_stopped(process);
    }
    if (stable || clock::boottime_ns() > deadline) break;
    const timespec pause{0, 1'000'000};
    ::nanosleep(&pause, nullptr);
  }
  for (const jobdir::ProcessStat& process : found) ::kill(process.pid, SIGKILL);
}

}  // namespace tt::supervisor
