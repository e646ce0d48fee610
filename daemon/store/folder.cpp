#include "folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include <cerrno>

#include "base/clock.hpp"

namespace tt::store {
namespace {

constexpr std::int64_t kLockTimeoutNs = 5'000'000'000;

Result<void> prepare_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder.parent_path(), error);
  if (error) return fail_errno("create the folder", folder.parent_path().string(), error.value());
  const bool is_new = ::mkdir(folder.c_str(), 0700) == 0;
  if (!is_new && errno != EEXIST) return fail_errno("create the folder", folder.string(), errno);
  struct stat info{};
  if (::lstat(folder.c_str(), &info) != 0) return fail_errno("look at", folder.string(), errno);
  if (!S_ISDIR(info.st_mode)) return fail(ErrorKind::kIo, fmt::format("{} is not a folder.", folder.string()));
  if (info.st_uid != ::geteuid())
    return fail(ErrorKind::kIo, fmt::format("The folder {} belongs to another user.", folder.string()));
  if (!is_new && (info.st_mode & 0022) != 0) {
    return fail(ErrorKind::kIo, fmt::format("Others may write to the folder {}.", folder.string()));
  }
  if ((info.st_mode & 0777) != 0700 && ::chmod(folder.c_str(), 0700) != 0) return fail_errno("chmod", folder.string(), errno);
  return {};
}

// Without ever opening the file: closing any descriptor of it would drop the locks that SQLite holds in this process.
Result<void> prepare_file(const std::filesystem::path& file) {
  if (::mknod(file.c_str(), S_IFREG | 0600, 0) != 0 && errno != EEXIST) return fail_errno("create", file.string(), errno);
  struct stat info{};
  if (::lstat(file.c_str(), &info) != 0) return fail_errno("look at", file.string(), errno);
  if (!S_ISREG(info.st_mode)) return fail(ErrorKind::kIo, fmt::format("{} is not a regular file.", file.string()));
  if (info.st_uid != ::geteuid()) return fail(ErrorKind::kIo, fmt::format("{} belongs to another user.", file.string()));
  if ((info.st_mode & 0777) != 0600 && ::chmod(file.c_str(), 0600) != 0) return fail_errno("chmod", file.string(), errno);
  return {};
}

}  // namespace

Result<void> prepare_place(const std::filesystem::path& file) {
  if (!file.is_absolute()) return fail(ErrorKind::kIo, fmt::format("{} is not an absolute path.", file.string()));
  if (Result<void> done = prepare_folder(file.parent_path()); !done) return done;
  return prepare_file(file);
}

std::filesystem::path place_for_damaged(const std::filesystem::path& file) {
  std::filesystem::path place;
  for (int n = 1; n <= 9; ++n) {
    place = fmt::format("{}.damaged-{}", file.string(), n);
    struct stat info{};
    if (::lstat(place.c_str(), &info) != 0 && errno == ENOENT) break;
  }
  return place;
}

Result<void> move_aside(const std::filesystem::path& file, const std::filesystem::path& aside) {
  if (::rename(file.c_str(), aside.c_str()) != 0) return fail_errno("rename", file.string(), errno);
  // A journal that stayed behind would be played into the next file of this name.
  for (const char* suffix : {"-journal", "-wal", "-shm"}) {
    const std::string rest = file.string() + suffix;
    struct stat info{};
    if (::lstat(rest.c_str(), &info) != 0) continue;
    if (info.st_size == 0 || ::rename(rest.c_str(), (aside.string() + suffix).c_str()) != 0) ::unlink(rest.c_str());
  }
  return {};
}

Result<PlaceLock> PlaceLock::open(const std::filesystem::path& file) {
  const std::string name = file.string() + ".lock";
  Fd fd{::open(name.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600)};
  if (!fd) return fail_errno("open", name, errno);
  if (::fchmod(fd.get(), 0600) != 0) return fail_errno("chmod", name, errno);
  return PlaceLock(std::move(fd));
}

Result<void> PlaceLock::lock_shared() { return lock(LOCK_SH); }
Result<void> PlaceLock::lock_alone() { return lock(LOCK_EX); }

void PlaceLock::unlock() {
  if (fd_) ::flock(fd_.get(), LOCK_UN);
}

Result<void> PlaceLock::lock(int operation) {
  const std::int64_t until = clock::boottime_ns() + kLockTimeoutNs;
  while (::flock(fd_.get(), operation | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return {};  // a file system without flock: SQLite's own locks are all there is
    if (clock::boottime_ns() > until) {
      return fail(ErrorKind::kBusy, "Another window kept the progress file locked for 5 s.", "Try again.");
    }
    // flock has no time limit of its own, and a process that is stopped must not stop us.
    const timespec pause{0, 5'000'000};
    ::nanosleep(&pause, nullptr);
  }
  return {};
}

}  // namespace tt::store
