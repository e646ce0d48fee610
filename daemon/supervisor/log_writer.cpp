#include "log_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "jobdir/log_index.hpp"
#include "jobdir/paths.hpp"

namespace tt::supervisor {
namespace {

constexpr std::uint64_t kBlock = 4096;  // where a file system's blocks are larger, the edges are zeroed in place of given back
constexpr std::uint64_t kSteps = 16;    // of the limit
constexpr std::uint64_t kHeadSteps = 4;
constexpr std::size_t kLongestLine = 64 * 1024;  // how far from a block's edge a line end is looked for
constexpr std::int64_t kTellDroppedNs = 100'000'000;
constexpr int kPunch = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;

Result<Fd> create_file(int folder, std::string_view name, int flags) {
  Fd fd{::openat(folder, name.data(), flags | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) return fail_errno("create", name, errno);
  return fd;
}

}  // namespace

Result<LogWriter> LogWriter::create(int folder, LogLimit limit) {
  if (limit.bytes > 0) limit.bytes = std::max(limit.bytes, kSteps * kBlock);
  jobdir::LogGap record;
  record.limit = limit.bytes;
  // Before the log: whoever sees the log finds the record.
  Result<Fd> gap = jobdir::create_gap_file(folder, record);
  if (!gap) return std::unexpected(gap.error());
  Result<Fd> log = create_file(folder, jobdir::kLogFile, O_RDWR);
  if (!log) return std::unexpected(log.error());
  Result<Fd> index = create_file(folder, jobdir::kIndexFile, O_WRONLY);
  if (!index) return std::unexpected(index.error());
  const bool punches = limit.bytes > 0 && limit.may_punch && ::fallocate(log->get(), kPunch, 0, static_cast<off_t>(kBlock)) == 0;
  return LogWriter(std::move(*log), std::move(*index), std::move(*gap), record, punches);
}

LogWriter::LogWriter(Fd log, Fd index, Fd gap, jobdir::LogGap record, bool punches)
    : log_(std::move(log)),
      index_(std::move(index)),
      gap_file_(std::move(gap)),
      gap_record_(record),
      punches_(punches),
      step_(record.limit / kSteps / kBlock * kBlock) {}

void LogWriter::append(std::string_view bytes, std::int64_t now_ns) {
  const std::uint64_t begin = kept_;
  std::string_view fits = bytes;
  if (step_ > 0 && !punches_) fits = bytes.substr(0, gap_record_.limit - std::min(kept_, gap_record_.limit));
  const std::uint64_t written = write(fits);
  if (punches_) {
    count_lines(fits.substr(0, written));
    make_room();
  }
  const bool marked_before = marked_ns_ >= 0;
  if (kept_ > begin && (gap_ || !marked_before || kept_ - marked_offset_ >= jobdir::kIndexBytesStep ||
                        now_ns - marked_ns_ >= jobdir::kIndexTimeStepNs)) {
    mark(begin, now_ns);
  }
  if (written < bytes.size()) {
    dropped_ += bytes.size() - written;
    gap_ = true;
    tell_dropped(now_ns);
  }
}

// Number of bytes that found room. For the others this is tried again with the next bytes, for room may come back.
std::uint64_t LogWriter::write(std::string_view bytes) {
  const std::uint64_t begin = kept_;
  while (!bytes.empty()) {
    const ssize_t n = ::write(log_.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    kept_ += static_cast<std::uint64_t>(n);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return kept_ - begin;
}

// `bytes` were just written.
void LogWriter::count_lines(std::string_view bytes) {
  std::uint64_t at = kept_ - bytes.size();
  while (!bytes.empty()) {
    const std::uint64_t slot = (at - counted_from_) / step_;
    if (slot == lines_.size()) lines_.push_back(0);
    const std::string_view part = bytes.substr(0, counted_from_ + (slot + 1) * step_ - at);
    lines_[slot] += static_cast<std::uint64_t>(std::ranges::count(part, '\n'));
    at += part.size();
    bytes.remove_prefix(part.size());
  }
}

// Gives blocks in the middle back until the log takes no more room than it may.
void LogWriter::make_room() {
  const std::uint64_t head = kHeadSteps * step_;
  std::uint64_t end = std::max(punched_, head);
  while (kept_ - end + head > gap_record_.limit) end += step_;
  if (end == std::max(punched_, head)) return;
  for (; counted_from_ < end; counted_from_ += step_) {
    if (counted_from_ == head && punched_ == 0) gap_record_.lines_before = lines_before_counted_;
    lines_before_counted_ += lines_.front();
    lines_.pop_front();
  }
  if (punched_ == 0) gap_record_.begin = line_start_before(head);
  gap_record_.end = line_start_behind(end);
  gap_record_.lines = lines_before_counted_ + (gap_record_.end > end ? 1 : 0);
  gap_record_.dropped = dropped_;
  // The record first: a reader that looks at it after the log never takes the zeros for output.
  if (!jobdir::write_gap(gap_file_.get(), gap_record_)) return;
  const std::uint64_t from = std::max(punched_, head);
  if (::fallocate(log_.get(), kPunch, static_cast<off_t>(from), static_cast<off_t>(end - from)) == 0) punched_ = end;
}

// Both look near `offset` alone, so the offset itself is the answer where a line is very long.
std::uint64_t LogWriter::line_start_behind(std::uint64_t offset) const {
  std::string near(kLongestLine, '\0');
  const ssize_t n = ::pread(log_.get(), near.data(), near.size(), static_cast<off_t>(offset));
  const std::size_t found = std::string_view(near).substr(0, n > 0 ? static_cast<std::size_t>(n) : 0).find('\n');
  return found == std::string_view::npos ? offset : offset + found + 1;
}

std::uint64_t LogWriter::line_start_before(std::uint64_t offset) const {
  std::string near(std::min<std::uint64_t>(kLongestLine, offset / 2), '\0');
  const std::uint64_t from = offset - near.size();
  const ssize_t n = ::pread(log_.get(), near.data(), near.size(), static_cast<off_t>(from));
  const std::size_t found = std::string_view(near).substr(0, n > 0 ? static_cast<std::size_t>(n) : 0).rfind('\n');
  return found == std::string_view::npos ? offset : from + found + 1;
}

// A watcher learns of lost bytes from the record; at the end it says the whole number.
void LogWriter::tell_dropped(std::int64_t now_ns) {
  if (told_dropped_ns_ >= 0 && now_ns - told_dropped_ns_ < kTellDroppedNs) return;
  told_dropped_ns_ = now_ns;
  gap_record_.dropped = dropped_;
  [[maybe_unused]] const Result<void> told = jobdir::write_gap(gap_file_.get(), gap_record_);
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
  if (gap_record_.dropped != dropped_) {
    gap_record_.dropped = dropped_;
    [[maybe_unused]] const Result<void> told = jobdir::write_gap(gap_file_.get(), gap_record_);
  }
  ::fdatasync(log_.get());
  ::fdatasync(index_.get());
}

}  // namespace tt::supervisor
