#include "number.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <string>

#include "base/fd.hpp"

namespace tt::jobs {

Result<std::uint32_t> next_number(const std::filesystem::path& state_root, std::uint32_t floor) {
  const std::string path = (state_root / "number").string();
  const Fd fd{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!fd) return fail_errno("open", path, errno);
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  // A lock of the open file, not of the process: two tables in one process count apart, too.
  while (::fcntl(fd.get(), F_OFD_SETLKW, &lock) != 0) {
    if (errno != EINTR) return fail_errno("lock", path, errno);
  }
  char text[16] = {};
  const ssize_t n = ::pread(fd.get(), text, sizeof text, 0);
  if (n < 0) return fail_errno("read", path, errno);
  // A damaged counter counts as 0: `floor` then keeps the numbers of known jobs apart.
  std::uint32_t last = 0;
  if (std::from_chars(text, text + n, last).ec != std::errc{}) last = 0;
  const std::uint32_t number = std::max(last, floor) + 1;
  // Of fixed width, so that one write replaces the number before. Not synced: after a crash `floor` makes up for it.
  const std::string line = fmt::format("{:<11}\n", number);
  const ssize_t written = ::pwrite(fd.get(), line.data(), line.size(), 0);
  if (written < 0) return fail_errno("write", path, errno);
  if (static_cast<std::size_t>(written) != line.size()) return fail_errno("write", path, ENOSPC);
  return number;
}

}  // namespace tt::jobs
