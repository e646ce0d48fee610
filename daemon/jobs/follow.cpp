#include <fmt/format.h>

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "core.hpp"
#include "log_scan.hpp"

namespace tt::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPiece = 65536;

std::shared_ptr<const Marks> marks_of(const gates::MarkReader& reader) {
  return std::make_shared<const Marks>(Marks{reader.marks(), reader.complete()});
}

// Blocks: for the pool. A log that can't be read says nothing.
Reading read_file(const std::filesystem::path& folder, const std::atomic<bool>& stop) {
  gates::Watcher watcher;
  Result<LogScan> scan = LogScan::open(folder, kPiece);
  while (scan && !stop.load() && scan->next()) {
    if (scan->behind_gap()) watcher.skip_to(scan->offset(), scan->lines());
    watcher.push(scan->bytes());
  }
  watcher.finish();
  return {watcher.measurements(), watcher.progress(), watcher.faults(), marks_of(watcher.marks())};
}

// Takes over what the log says so far. True where that is something new.
bool take_over(const gates::Watcher& watcher, std::uint64_t& marks_seen, JobRecord& record) {
  bool changed = false;
  if (watcher.measurements().size() != record.measurements.size()) {
    record.measurements = watcher.measurements();
    changed = true;
  }
  if (watcher.progress() != record.progress) {
    record.progress = watcher.progress();
    changed = true;
  }
  if (watcher.faults().fault() != record.fault) {
    record.fault = watcher.faults().fault();
    changed = true;
  }
  if (!record.marks || watcher.marks().changes() != marks_seen) {
    changed = changed || record.marks != nullptr;
    marks_seen = watcher.marks().changes();
    record.marks = marks_of(watcher.marks());
  }
  return changed;
}

// Reads a final job's log. Its marks aren't kept: they may be many, and are seldom asked for.
asio::awaitable<Reading> read_old(std::shared_ptr<Table> table, std::shared_ptr<Job> job) {
  co_return co_await offload(table->pool, [folder = job->folder, stop = table->stop_work] { return read_file(folder, *stop); });
}

void explained(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job, Reading reading) {
  job->followed = true;
  job->record.measurements = std::move(reading.measurements);
  job->record.fault = fault_at_end(reading.faults, job->record);
  if (job->record.fault || !job->record.measurements.empty()) tell(table, job);
}

std::shared_ptr<Job> take_newest(Table& table, std::deque<std::string>& ids) {
  // The newest first: it is what the user will look at.
  const std::string id = std::move(ids.back());
  ids.pop_back();
  return find_job(table, id);
}

}  // namespace

asio::awaitable<void> follow(std::shared_ptr<Table> table, std::shared_ptr<Job> job) {
  gates::Watcher watcher;
  std::uint64_t marks_seen = 0;
  for (;;) {
    const std::uint64_t beats = job->beats;
    // Read before the log is: once the supervisor has gone nothing is added.
    const bool over = job->over.has_value();
    const Result<LogPiece> piece = co_await read_log(table, job, watcher.bytes_seen(), kPiece);
    if (table->closed) co_return;
    if (!piece) log::warning("job {}: {}", job->record.number, piece.error().message);
    if (piece && !piece->bytes.empty()) {
      // Only where this daemon was slower than the job by most of the log's limit, or came late.
      if (piece->offset > watcher.bytes_seen()) watcher.skip_to(piece->offset, piece->lines);
      watcher.push(piece->bytes);
      // Usually the watch on the log was quicker.
      if (watcher.bytes_seen() > job->record.size && refresh_size(*job)) tell(table, job);
      if (take_over(watcher, marks_seen, job->record)) tell(table, job);
      // A log may grow faster than it is read: requests get their turn.
      co_await asio::post(table->executor, asio::use_awaitable);
      if (table->closed) co_return;
      continue;
    }
    if (over) break;
    co_await wait_for_change(table, job, beats, 1h);
    if (table->closed) co_return;
  }
  watcher.finish();
  take_over(watcher, marks_seen, job->record);
  job->record.measurements = watcher.measurements();
  job->faults = watcher.faults();
  job->followed = true;
  wake(*job);
}

asio::awaitable<void> measure_old(std::shared_ptr<Table> table) {
  const Busy busy(table);
  while (!table->closed && !(table->unmeasured.empty() && table->unexplained.empty())) {
    const bool has_gate = !table->unmeasured.empty();
    const std::shared_ptr<Job> job = take_newest(*table, has_gate ? table->unmeasured : table->unexplained);
    if (!job) continue;
    Reading reading = co_await read_old(table, job);
    if (table->closed) co_return;
    if (has_gate) {
      measured(table, job, std::move(reading));
    } else {
      explained(table, job, std::move(reading));
    }
  }
  table->measuring = false;
}

asio::awaitable<Result<JobRecord>> examine_job(std::shared_ptr<Table> table, std::string id) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return no_such_job(id);
  if (!is_final(job->record.state) || job->record.marks) co_return job->record;
  Reading reading = co_await read_old(table, job);
  JobRecord record = job->record;
  record.measurements = std::move(reading.measurements);
  record.fault = fault_at_end(reading.faults, record);
  record.marks = std::move(reading.marks);
  co_return record;
}

}  // namespace tt::jobs
