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

// Puts into `answer` what the client may get of `bytes`, which stand at request.offset. False: nothing is complete yet.
bool fill(ReadAnswer& answer, std::string_view bytes, bool last, bool allow_file, const Job& job) {
  if (allow_file && bytes.size() >= kLeastInFile) {
    const std::size_t clean = clean_prefix(bytes, last);
    if (clean >= kLeastInFile) {
      answer.file = (job.folder / jobdir::kLogFile).string();
      answer.next = answer.offset + clean;
      return true;
    }
  }
  const std::string_view part = bytes.substr(0, kMostInMessage);
  Filtered filtered = filter_log(part, last && part.size() == bytes.size());
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

asio::awaitable<Result<std::string>> read_log(std::shared_ptr<Table> table, std::shared_ptr<Job> job, std::uint64_t offset,
                                              std::size_t limit) {
  if (!job->log) refresh_size(*job);
  // Kept open here: whoever reads a final job last may close it meanwhile.
  const std::shared_ptr<const Fd> log = job->log;
  if (!log) {
    if (!is_final(job->record.state) || job->record.size == 0) co_return std::string{};
    co_return fail(ErrorKind::kIo, fmt::format("The log of job #{} can't be opened.", job->record.number),
                   fmt::format("Look at {}.", (job->folder / jobdir::kLogFile).string()));
  }
  // What is in the page cache is read here and now; only a read that would wait for the disk goes to the pool.
  std::string bytes;
  ssize_t n = 0;
  bytes.resize_and_overwrite(limit, [&](char* data, std::size_t size) {
    const iovec part{data, size};
    n = ::preadv2(log->get(), &part, 1, static_cast<off_t>(offset), RWF_NOWAIT);
    return n > 0 ? static_cast<std::size_t>(n) : 0;
  });
  if (n >= 0 && static_cast<std::size_t>(n) < limit && offset + static_cast<std::uint64_t>(n) < job->record.size) {
    // The page cache holds a part only.
  } else if (n >= 0) {
    co_return bytes;
  }
  co_return co_await offload(table->pool, [log, offset, limit] { return read_blocking(log->get(), offset, limit); });
}

asio::awaitable<Result<ReadAnswer>> read_job(std::shared_ptr<Table> table, std::string id, ReadRequest request) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return no_such_job(id);
  if (const Result<void> fine = check(request); !fine) co_return std::unexpected(fine.error());
  const auto deadline = std::chrono::steady_clock::now() + request.wait;
  const std::size_t most = std::min<std::size_t>(request.max_bytes, request.allow_file ? kMostInFile : kMostInMessage);
  std::size_t limit = most;
  for (;;) {
    const std::uint64_t beats = job->beats;
    const bool final = is_final(job->record.state);
    const std::uint64_t final_size = job->record.size;
    ReadAnswer answer;
    if (!final && request.offset > job->record.size) refresh_size(*job);
    answer.offset = answer.next = std::min(request.offset, job->record.size);
    const Result<std::string> bytes = co_await read_log(table, job, answer.offset, limit);
    if (!bytes) co_return std::unexpected(bytes.error());
    if (table->closed) co_return fail(ErrorKind::kCancelled, "The daemon is about to end.");
    const bool last = final && answer.offset + bytes->size() >= final_size;
    const bool filled = !bytes->empty() && fill(answer, *bytes, last, request.allow_file, *job);
    if (!filled && bytes->size() == limit && limit < kShortestChunk) {
      // A sequence or character is longer than the client's limit: it comes whole.
      limit = std::min(limit * 2, kShortestChunk);
      continue;
    }
    answer.end = final && answer.next >= final_size;
    if (answer.end) {
      answer.job = job->record;
      if (!job->attended) job->log.reset();  // or each job that was ever looked at would hold a descriptor
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (filled || final || left <= 0ms) co_return answer;
    limit = most;
    co_await wait_for_change(table, job, beats, left);
  }
}

}  // namespace tt::jobs
