#include <fcntl.h>
#include <fmt/format.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>

#include "core.hpp"
#include "jobdir/paths.hpp"
#include "log_filter.hpp"

namespace tt::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostInMessage = 61440;  // V8 slows down on longer strings
constexpr std::size_t kMostInFile = 1048576;
// Opening the way to the file costs the client a turn of its loop: less than this is quicker in the message, and a file answer
// that is cut short by a stray sequence has to be worth the trouble.
constexpr std::size_t kLeastInFile = 16384;

// The whole of pread(): it may stop short of the limit only at the end of the file.
Result<std::string> read_blocking(int fd, std::uint64_t offset, std::size_t limit) {
  std::string bytes(limit, '\0');
  std::size_t have = 0;
  while (have < limit) {
    const ssize_t n = ::pread(fd, bytes.data() + have, limit - have, static_cast<off_t>(offset + have));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_errno("read", "the log", errno);
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  bytes.resize(have);
  return bytes;
}

// What is in the page cache is read here and now. Nothing: not all of it is there, so a read would wait for the disk.
std::optional<std::string> read_at_once(int fd, std::uint64_t offset, std::size_t limit, std::uint64_t size) {
  ssize_t n = 0;
  std::string bytes;
  bytes.resize_and_overwrite(limit, [&](char* data, std::size_t room) {
    const iovec part{data, room};
    n = ::preadv2(fd, &part, 1, static_cast<off_t>(offset), RWF_NOWAIT);
    return n > 0 ? static_cast<std::size_t>(n) : 0;
  });
  const bool whole = n >= 0 && (bytes.size() == limit || offset + bytes.size() >= size);
  if (!whole) return std::nullopt;
  return bytes;
}

// Whether none of the bytes that were read from `offset` on went meanwhile. `before` is the gap that they were read by.
bool piece_is_whole(const jobdir::LogGap& now, const jobdir::LogGap& before, std::uint64_t offset, std::size_t size) {
  if (now == before) return true;
  return !now.covers(offset) && (offset >= now.end || offset + size <= now.begin);
}

// Whether the client may read the bytes itself a little later. Of a job that goes on they may go before it does: then only
// the beginning, which stays, and what lies far before what can go next.
bool may_answer_by_file(const Job& job, std::uint64_t begin, std::uint64_t end) {
  constexpr std::uint64_t kSmallestLimit = 64'000'000;  // below it "far" is less than a job writes while a client turns
  const std::uint64_t limit = job.gap.limit;
  if (limit == 0 || is_final(job.record.state) || end <= job.gap.begin) return true;
  return limit >= kSmallestLimit && begin + limit / 2 >= job.record.size;
}

// Puts into `answer` what the client may get of the piece. False: nothing is complete yet.
bool fill(ReadAnswer& answer, const LogPiece& piece, bool last, bool allow_file, bool plain, const Job& job) {
  const std::string_view bytes = piece.bytes;
  if (allow_file && bytes.size() >= kLeastInFile) {
    const std::size_t clean = clean_prefix(bytes, last);
    if (clean >= kLeastInFile && may_answer_by_file(job, piece.offset, piece.offset + clean)) {
      answer.file = (job.folder / jobdir::kLogFile).string();
      answer.next = answer.offset + clean;
      return true;
    }
  }
  const std::string_view part = bytes.substr(0, kMostInMessage);
  const bool part_is_last = last && part.size() == bytes.size();
  Filtered filtered = plain ? plain_log(part, part_is_last) : filter_log(part, part_is_last);
  answer.data = std::move(filtered.text);
  answer.next = answer.offset + filtered.consumed;
  return filtered.consumed > 0;
}

Result<void> check(const ReadRequest& request) {
  if (request.max_bytes < 1 || request.max_bytes > kMostInFile) {
    return fail(ErrorKind::kInvalidArgument,
                fmt::format("A read of {} bytes isn't possible: 1 to {}.", request.max_bytes, kMostInFile));
  }
  if (request.wait < 0ms || request.wait > 60s) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("A read can't wait {} ms: 0 to 60000.", request.wait.count()));
  }
  return {};
}

}  // namespace

asio::awaitable<Result<LogPiece>> read_log(std::shared_ptr<Table> table, std::shared_ptr<Job> job, std::uint64_t offset,
                                           std::size_t limit) {
  if (!job->log) refresh_size(*job);
  // Kept open here: whoever reads a final job last may close it meanwhile.
  const std::shared_ptr<const Fd> log = job->log;
  if (!log) {
    if (!is_final(job->record.state) || job->record.size == 0) co_return LogPiece{offset, {}, 0, false};
    co_return fail(ErrorKind::kIo, fmt::format("The log of job #{} can't be opened.", job->record.number),
                   fmt::format("Look at {}.", (job->folder / jobdir::kLogFile).string()));
  }
  for (;;) {
    const jobdir::LogGap gap = job->gap;
    LogPiece piece{gap.covers(offset) ? gap.end : offset, {}, gap.covers(offset) ? gap.lines : 0, false};
    const std::size_t most = piece.offset < gap.begin ? std::min<std::uint64_t>(limit, gap.begin - piece.offset) : limit;
    std::optional<std::string> bytes = read_at_once(log->get(), piece.offset, most, job->record.size);
    if (!bytes) {
      Result<std::string> read =
          co_await offload(table->pool, [log, at = piece.offset, most] { return read_blocking(log->get(), at, most); });
      if (!read) co_return std::unexpected(read.error());
      bytes = std::move(*read);
    }
    // What went while it was read may read as zeros.
    refresh_gap(*job);
    if (!piece_is_whole(job->gap, gap, piece.offset, bytes->size())) continue;
    piece.bytes = std::move(*bytes);
    piece.at_gap = gap.end > gap.begin && piece.offset + piece.bytes.size() == gap.begin;
    co_return piece;
  }
}

asio::awaitable<Result<ReadAnswer>> read_job(std::shared_ptr<Table> table, std::string id, ReadRequest request) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return no_such_job(id);
  if (const Result<void> fine = check(request); !fine) co_return std::unexpected(fine.error());
  const auto deadline = std::chrono::steady_clock::now() + request.wait;
  const bool allow_file = request.allow_file && !request.plain;
  const std::size_t most = std::min<std::size_t>(request.max_bytes, allow_file ? kMostInFile : kMostInMessage);
  std::size_t limit = most;
  for (;;) {
    const std::uint64_t beats = job->beats;
    const bool final = is_final(job->record.state);
    const std::uint64_t final_size = job->record.size;
    ReadAnswer answer;
    if (!final && request.offset > job->record.size) refresh_size(*job);
    const Result<LogPiece> piece = co_await read_log(table, job, std::min(request.offset, job->record.size), limit);
    if (!piece) co_return std::unexpected(piece.error());
    if (table->closed) co_return fail(ErrorKind::kCancelled, "The daemon is about to end.");
    answer.offset = answer.next = piece->offset;
    const bool last = piece->at_gap || (final && answer.offset + piece->bytes.size() >= final_size);
    const bool filled = !piece->bytes.empty() && fill(answer, *piece, last, allow_file, request.plain, *job);
    if (!filled && piece->bytes.size() == limit && limit < kShortestChunk) {
      // A sequence or character is longer than the client's limit: it comes whole.
      limit = std::min(limit * 2, kShortestChunk);
      continue;
    }
    answer.end = final && answer.next >= final_size;
    if (answer.end) {
      answer.job = job->record;
      if (!job->attended) close_log(*job);  // or each job that was ever looked at would hold a descriptor
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (filled || final || left <= 0ms) co_return answer;
    limit = most;
    co_await wait_for_change(table, job, beats, left);
  }
}

}  // namespace tt::jobs
