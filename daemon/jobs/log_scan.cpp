#include "log_scan.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "jobdir/paths.hpp"

namespace tt::jobs {

Result<LogScan> LogScan::open(const std::filesystem::path& folder, std::size_t block_bytes) {
  const std::filesystem::path path = folder / jobdir::kLogFile;
  Fd log{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (!log) return fail_errno("open", path.string(), errno);
  return LogScan(std::move(log), jobdir::open_gap_file(folder), block_bytes);
}

bool LogScan::next(std::size_t keep) {
  const std::uint64_t end = offset_ + filled_;
  keep = std::min({keep, filled_, buffer_.size() / 2});
  std::memmove(buffer_.data(), buffer_.data() + filled_ - keep, keep);
  filled_ = keep;
  offset_ = end - keep;
  for (;;) {
    const jobdir::LogGap before = gap_ = read_gap();
    const bool jumps = gap_.covers(end);
    const std::uint64_t at = jumps ? gap_.end : end;
    if (jumps) keep = 0;
    std::size_t wanted = buffer_.size() - keep;
    if (at < gap_.begin) wanted = std::min<std::size_t>(wanted, gap_.begin - at);
    const ssize_t n = ::pread(log_.get(), buffer_.data() + keep, wanted, static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    auto have = static_cast<std::size_t>(n);
    // What went while it was read may read as zeros.
    gap_ = read_gap();
    if (gap_ != before && gap_.covers(at)) continue;
    if (at < gap_.begin) have = std::min<std::size_t>(have, gap_.begin - at);
    behind_gap_ = jumps;
    offset_ = at - keep;
    filled_ = keep + have;
    return true;
  }
}

jobdir::LogGap LogScan::read_gap() const { return gap_file_ ? jobdir::read_gap(gap_file_.get()) : jobdir::LogGap{}; }

}  // namespace tt::jobs
