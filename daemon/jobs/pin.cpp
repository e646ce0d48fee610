#include "pin.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "jobdir/lock.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/ulid.hpp"

namespace tt::jobs {
namespace {

constexpr std::string_view kWord = "changed-";

}  // namespace

bool is_pinned(const std::filesystem::path& folder) {
  return ::faccessat(AT_FDCWD, (folder / jobdir::kPinFile).c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<Fd> lock_keeping(const std::filesystem::path& state_root) {
  const std::filesystem::path path = state_root / "keeping";
  Fd file{::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!file) return fail_errno("open", path.string(), errno);
  if (Result<void> locked = jobdir::wait_for_lock(file.get()); !locked) return std::unexpected(locked.error());
  return file;
}

Result<void> set_pin(const std::filesystem::path& state_root, const std::string& id, bool pinned) {
  const std::filesystem::path file = jobdir::job_folder(state_root, id) / jobdir::kPinFile;
  const Result<Fd> lock = lock_keeping(state_root);
  if (!lock) return std::unexpected(lock.error());
  if (pinned) {
    const Fd made{::open(file.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!made && errno == ENOENT) {
      return fail(ErrorKind::kNotFound, fmt::format("There is no job {}.", id), "List the jobs to see which there are.");
    }
    if (!made) return fail_errno("create", file.string(), errno);
  } else if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
    return fail_errno("remove", file.string(), errno);
  }
  // A folder of a job that is over is watched by nobody: this name comes and goes beside it.
  const std::filesystem::path word = state_root / "jobs" / fmt::format("{}{}", kWord, id);
  const Fd left{::open(word.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
  ::unlink(word.c_str());
  return {};
}

std::optional<std::string> told_by(std::string_view name) {
  if (!name.starts_with(kWord) || !jobdir::is_ulid(name.substr(kWord.size()))) return std::nullopt;
  return std::string(name.substr(kWord.size()));
}

}  // namespace tt::jobs
