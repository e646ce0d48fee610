#include "retention.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "base/fd.hpp"
#include "jobdir/lock.hpp"
#include "jobdir/paths.hpp"
#include "pin.hpp"

namespace tt::jobs {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kRemoved = "removed-";

// A lock for readers on the log itself: any number may hold it, and a remover can't take its own beside them.
bool set_lock(int fd, short type) {
  struct flock lock{};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return ::fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

bool is_read(const fs::path& folder) {
  const Fd log{::open((folder / jobdir::kLogFile).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  return log && !set_lock(log.get(), F_WRLCK) && (errno == EAGAIN || errno == EACCES);
}

}  // namespace

std::vector<std::string> jobs_to_remove(std::vector<KeptJob> jobs, const RetentionLimits& limits, std::int64_t now_ms) {
  std::ranges::sort(jobs, {}, [](const KeptJob& job) { return std::pair(job.number, job.id); });
  std::uint64_t room = 0;
  for (const KeptJob& job : jobs) room += job.bytes;
  const std::int64_t age_ms = std::chrono::milliseconds(limits.age).count();
  std::vector<std::string> chosen;
  for (const KeptJob& job : jobs) {
    const std::int64_t age = now_ms - job.ended_ms;
    if (!job.removable || age < std::chrono::milliseconds(kLeftAlone).count()) continue;
    const bool too_old = age_ms > 0 && age > age_ms;
    const bool too_much = limits.bytes > 0 && room > limits.bytes && job.bytes > 0;
    if (!too_old && !too_much) continue;
    room -= job.bytes;
    chosen.push_back(job.id);
  }
  return chosen;
}

namespace {

// Gives the folder another name, unless something speaks for it.
Result<void> take_away(const fs::path& state_root, const fs::path& folder, const fs::path& doomed, bool unless_read) {
  const Result<Fd> lock = lock_keeping(state_root);
  if (!lock) return std::unexpected(lock.error());
  if (jobdir::is_locked(folder)) return fail(ErrorKind::kConflict, "The job goes on.", "Stop it first.");
  if (is_pinned(folder)) return fail(ErrorKind::kConflict, "The job is pinned.", "Unpin it first.");
  if (unless_read && is_read(folder)) return fail(ErrorKind::kConflict, "The job's log is being read.");
  if (::rename(folder.c_str(), doomed.c_str()) != 0 && errno != ENOENT) return fail_errno("remove", folder.string(), errno);
  return {};
}

}  // namespace

Result<void> remove_job_folder(const fs::path& state_root, const std::string& id, bool unless_read) {
  const fs::path folder = jobdir::job_folder(state_root, id);
  const fs::path doomed = state_root / "jobs" / fmt::format("{}{}", kRemoved, id);
  if (Result<void> taken = take_away(state_root, folder, doomed, unless_read); !taken) return taken;
  std::error_code failure;
  fs::remove_all(doomed, failure);
  if (failure) return fail(ErrorKind::kIo, fmt::format("{} can't be deleted: {}.", doomed.string(), failure.message()));
  return {};
}

void remove_leftovers(const fs::path& state_root) {
  std::error_code failure;
  std::vector<fs::path> left;
  for (fs::directory_iterator it(state_root / "jobs", failure), end; !failure && it != end; it.increment(failure)) {
    if (it->path().filename().string().starts_with(kRemoved)) left.push_back(it->path());
  }
  for (const fs::path& folder : left) fs::remove_all(folder, failure);
}

void mark_as_read(int log) { set_lock(log, F_RDLCK); }

std::uint64_t log_room(const fs::path& folder) {
  struct stat info{};
  if (::stat((folder / jobdir::kLogFile).c_str(), &info) != 0) return 0;
  return static_cast<std::uint64_t>(info.st_blocks) * 512;
}

}  // namespace tt::jobs
