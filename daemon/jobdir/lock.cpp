#include "lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>

#include "paths.hpp"

namespace tt::jobdir {
namespace {

// l_pid must be 0 for OFD locks (fcntl(2)).
struct flock whole_file() {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Result<bool> try_lock(int fd) {
  struct flock lock = whole_file();
  if (::fcntl(fd, F_OFD_SETLK, &lock) == 0) return true;
  if (errno == EAGAIN || errno == EACCES) return false;
  return fail_errno("lock", fmt::format("descriptor {}", fd), errno);
}

Result<void> wait_for_lock(int fd) {
  struct flock lock = whole_file();
  while (::fcntl(fd, F_OFD_SETLKW, &lock) != 0) {
    if (errno != EINTR) return fail_errno("lock", fmt::format("descriptor {}", fd), errno);
  }
  return {};
}

Result<Fd> create_lock(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / kLockFile;
  Fd fd{::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) {
    if (errno == EEXIST) return fail(ErrorKind::kConflict, fmt::format("{} exists already.", path.string()));
    return fail_errno("create", path.string(), errno);
  }
  const Result<bool> locked = try_lock(fd.get());
  if (!locked) return std::unexpected(locked.error());
  if (!*locked) return fail(ErrorKind::kBusy, fmt::format("Another process holds {}.", path.string()));
  return fd;
}

bool is_file_locked(const std::filesystem::path& path) {
  const Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (!fd) return false;
  struct flock lock = whole_file();
  return ::fcntl(fd.get(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

bool is_locked(const std::filesystem::path& folder) { return is_file_locked(folder / kLockFile); }

}  // namespace tt::jobdir
