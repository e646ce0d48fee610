#include "files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>

#include "fd.hpp"

namespace tt {
namespace {

Result<void> write_all(int fd, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_errno("write", name, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  // O_NONBLOCK so that a FIFO put where a file should be can't hang the caller.
  const Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (!fd) {
    if (errno == ENOENT || errno == ENOTDIR) return fail(ErrorKind::kNotFound, fmt::format("There is no file {}.", path.string()));
    return fail_errno("open", path.string(), errno);
  }
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return fail_errno("stat", path.string(), errno);
  if (!S_ISREG(info.st_mode)) return fail(ErrorKind::kIo, fmt::format("{} is not a regular file.", path.string()));
  // Read to the limit rather than trust st_size: sysfs and procfs report 4096 or 0.
  std::string bytes;
  char buffer[16384];
  for (;;) {
    const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_errno("read", path.string(), errno);
    if (n == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(n));
    if (bytes.size() > limit) {
      return fail(ErrorKind::kTooLarge, fmt::format("{} is larger than the limit of {} bytes.", path.string(), limit));
    }
  }
}

Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
  std::string temporary = path.string() + ".XXXXXX";
  Fd fd{::mkostemp(temporary.data(), O_CLOEXEC)};
  if (!fd) return fail_errno("create", temporary, errno);
  Result<void> done = write_all(fd.get(), bytes, temporary);
  if (done && ::fchmod(fd.get(), mode) != 0) done = fail_errno("chmod", temporary, errno);
  if (done && ::fsync(fd.get()) != 0) done = fail_errno("fsync", temporary, errno);
  if (done && ::rename(temporary.c_str(), path.c_str()) != 0) done = fail_errno("rename", path.string(), errno);
  if (!done) ::unlink(temporary.c_str());
  return done;
}

}  // namespace tt
