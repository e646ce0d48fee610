#include "log_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "jobdir/log_index.hpp"
#include "jobdir/paths.hpp"

namespace tt::supervisor {
namespace {

Result<Fd> create_file(int folder, std::string_view name) {
  Fd fd{::openat(folder, name.data(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) return fail_errno("create", name, errno);
  return fd;
}

}  // namespace

Result<LogWriter> LogWriter::create(int folder) {
  Result<Fd> log = create_file(folder, jobdir::kLogFile);
  if (!log) return std::unexpected(log.error());
  Result<Fd> index = create_file(folder, jobdir::kIndexFile);
  if (!index) return std::unexpected(index.error());
  return LogWriter(std::move(*log), std::move(*index));
}

void LogWriter::append(std::string_view bytes, std::int64_t now_ns) {
  const std::uint64_t begin = kept_;
  while (!bytes.empty()) {
    const ssize_t n = ::write(log_.get(), bytes.data(), bytes.size());
    if (n > 0) {
      kept_ += static_cast<std::uint64_t>(n);
      bytes.remove_prefix(static_cast<std::size_t>(n));
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    break;  // no room: this is tried again with the next bytes, for room may come back
  }
  const bool marked_before = marked_ns_ >= 0;
  if (kept_ > begin && (gap_ || !marked_before || kept_ - marked_offset_ >= jobdir::kIndexBytesStep ||
                        now_ns - marked_ns_ >= jobdir::kIndexTimeStepNs)) {
    mark(begin, now_ns);
  }
  if (!bytes.empty()) {
    dropped_ += bytes.size();
    gap_ = true;
  }
}

void LogWriter::mark(std::uint64_t offset, std::int64_t now_ns) {
  const std::string entry = jobdir::encode_index_entry({offset, now_ns, gap_ ? jobdir::kIndexGap : 0});
  const ssize_t n = ::write(index_.get(), entry.data(), entry.size());
  if (n != static_cast<ssize_t>(entry.size())) {
    // A torn record would hide all that follow.
    if (n > 0 && ::ftruncate(index_.get(), static_cast<off_t>(index_size_)) != 0) return;
    return;
  }
  index_size_ += entry.size();
  marked_offset_ = offset;
  marked_ns_ = now_ns;
  gap_ = false;
}

void LogWriter::sync() {
  ::fdatasync(log_.get());
  ::fdatasync(index_.get());
}

}  // namespace tt::supervisor
