#include "foreign.hpp"

#include <unistd.h>

#include <set>
#include <string>
#include <vector>

#include "jobdir/paths.hpp"
#include "jobdir/process.hpp"
#include "jobdir/run_record.hpp"
#include "jobdir/ticket.hpp"

namespace tt::supervisor {
namespace {

namespace fs = std::filesystem;

// The supervisors of jobs that hold a card, and this one.
std::set<pid_t> our_supervisors(const fs::path& state_root) {
  std::set<pid_t> pids = {::getpid()};
  std::error_code error;
  for (fs::directory_iterator entry(state_root / "devices", error), end; !error && entry != end; entry.increment(error)) {
    const std::string id = jobdir::lease_holder(entry->path() / "lease");
    if (id.empty()) continue;
    const Result<jobdir::RunRecord> run = jobdir::read_run_record(jobdir::job_folder(state_root, id));
    if (run && jobdir::is_alive(run->supervisor)) pids.insert(run->supervisor.pid);
  }
  return pids;
}

bool is_below(pid_t pid, const std::set<pid_t>& ancestors) {
  // So deep a tree is none: the walk ends also where processes come and go under it.
  for (int depth = 0; depth < 256 && pid > 1; ++depth) {
    if (ancestors.contains(pid)) return true;
    const std::optional<jobdir::ProcessStat> stat = jobdir::read_process_stat(pid);
    if (!stat) return false;
    pid = stat->parent;
  }
  return false;
}

}  // namespace

std::optional<devices::Holder> foreign_holder(const fs::path& state_root, const fs::path& system_root, std::uint32_t node) {
  std::vector<devices::Holder> holders = devices::holders_of(system_root, node);
  if (holders.empty()) return std::nullopt;
  const std::set<pid_t> ours = our_supervisors(state_root);
  for (devices::Holder& holder : holders) {
    if (!is_below(static_cast<pid_t>(holder.pid), ours)) return std::move(holder);
  }
  return std::nullopt;
}

}  // namespace tt::supervisor
