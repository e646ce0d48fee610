#include "core.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "jobdir/paths.hpp"

namespace tt::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kTellEveryNs = 100'000'000;

void call(const std::function<void(const JobRecord&)>& callback, const JobRecord& record) {
  if (callback) callback(record);
}

asio::awaitable<void> tell_later(std::shared_ptr<Table> table, std::shared_ptr<Job> job, std::chrono::nanoseconds after) {
  co_await table->closing.wait_for(std::chrono::ceil<std::chrono::milliseconds>(after));
  tell_now(table, job);
}

void begin_attending(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job) {
  job->attended = true;
  watch_folder(table, job->record.id);
  watch_log(table, job);
  // It was looked at before it was watched: what came between would be noticed with the next change alone.
  if (job->record.state == JobState::kQueued) {
    spawn(table->executor, fmt::format("look at job {} again", job->record.number), consider(table, job->record.id));
  }
  spawn(table->executor, fmt::format("follow job {}", job->record.number), follow(table, job));
  spawn(table->executor, fmt::format("attend job {}", job->record.number), attend(table, job));
}

// A newer look at the folder doesn't know what its log says.
void replace_record(Job& job, JobRecord record) {
  record.measurements = std::move(job.record.measurements);
  record.progress = std::move(job.record.progress);
  record.fault = std::move(job.record.fault);
  record.marks = std::move(job.record.marks);
  job.record = std::move(record);
}

void judge(Job& job) {
  if (!job.record.gates.empty()) job.record.verdict = gates::judge(job.record.gates, job.record.measurements);
}

void measure_later(const std::shared_ptr<Table>& table) {
  if (std::exchange(table->measuring, true)) return;
  spawn(table->executor, "measure old logs", measure_old(table));
}

// Of the latest jobs that failed: nobody asks why an old one did.
void explain_later(const std::shared_ptr<Table>& table, const Job& job) {
  constexpr std::size_t kMostExplained = 200;
  const JobRecord& record = job.record;
  const bool failed = record.state != JobState::kCancelled && record.exit_code != 0;
  if (job.followed || !failed || record.read_only) return;
  table->unexplained.push_back(record.id);
  if (table->unexplained.size() > kMostExplained) table->unexplained.pop_front();
  measure_later(table);
}

// The callbacks of a final job, once its measurements are known.
void tell_final(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job) {
  if (job->final_told || table->closed) return;
  job->final_told = true;
  tell(table, job);
  call(table->callbacks.on_final, job->record);
}

}  // namespace

void wake(Job& job) {
  ++job.beats;
  job.changed.notify_all();
}

asio::awaitable<void> wait_for_change(std::shared_ptr<Table> table, std::shared_ptr<Job> job, std::uint64_t beats,
                                      std::chrono::milliseconds timeout) {
  if (job->beats != beats || table->closed) co_return;
  const bool watched = job->log_watch >= 0 || is_final(job->record.state);
  co_await job->changed.wait_for(watched ? timeout : std::min<std::chrono::milliseconds>(timeout, 20ms));
}

std::shared_ptr<Job> find_job(const Table& table, std::string_view id) {
  const auto it = table.jobs.find(id);
  return it == table.jobs.end() ? nullptr : it->second;
}

std::unexpected<Error> no_such_job(std::string_view id) {
  return fail(ErrorKind::kNotFound, fmt::format("There is no job {}.", id), "List the jobs to see which there are.");
}

void tell_now(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job) {
  if (!job->tell_pending || table->closed) return;
  job->tell_pending = false;
  job->told_at_ns = clock::boottime_ns();
  call(table->callbacks.on_change, job->record);
}

void tell(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job) {
  if (table->closed || job->tell_pending) return;
  // Thousands of old jobs are read from the list, not told one by one.
  if (table->first_pass && job->told_at_ns == 0 && is_final(job->record.state)) return;
  job->tell_pending = true;
  const std::int64_t due = job->told_at_ns + kTellEveryNs - clock::boottime_ns();
  if (job->told_at_ns == 0 || due <= 0) {
    tell_now(table, job);
  } else {
    spawn(table->executor, "tell a change", tell_later(table, job, std::chrono::nanoseconds(due)));
  }
}

void finish(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job, const Found& found) {
  replace_record(*job, to_record(found));
  if (job->followed) job->record.fault = fault_at_end(job->faults, job->record);
  job->over.reset();
  job->attended = false;
  unwatch(table, *job);
  if (!job->record.gates.empty() && !job->followed) {
    table->unmeasured.push_back(job->record.id);
    tell(table, job);
    measure_later(table);
  } else {
    judge(*job);
    explain_later(table, *job);
    tell_final(table, job);
  }
  wake(*job);
}

void vanish(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job) {
  job->attended = false;
  job->record.state = JobState::kLost;
  job->record.reason = "It could not be started, and its folder was removed.";
  unwatch(table, *job);
  table->jobs.erase(job->record.id);
  tell_final(table, job);
  wake(*job);
}

std::optional<gates::Fault> fault_at_end(const gates::FaultReader& faults, const JobRecord& record) {
  gates::Ending ending;
  ending.exit_code = record.exit_code;
  ending.stopped = record.state == JobState::kCancelled;
  // The signal of a time limit is ours, and says nothing.
  if (record.state == JobState::kSignaled) ending.signal = record.signal;
  return faults.at_end(ending);
}

void measured(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job, Reading reading) {
  job->followed = true;
  job->record.measurements = std::move(reading.measurements);
  job->record.fault = fault_at_end(reading.faults, job->record);
  judge(*job);
  tell_final(table, job);
  wake(*job);
}

void record_found(const std::shared_ptr<Table>& table, Found found) {
  const Standing standing = found.decision.standing;
  if (table->closed || standing == Standing::kIgnore) return;
  std::shared_ptr<Job> job = find_job(*table, found.id);
  if (job && (is_final(job->record.state) || job->over)) return;
  if (!job) {
    job = std::make_shared<Job>(table->executor, jobdir::job_folder(table->root, found.id));
    job->record = to_record(found);
    table->jobs.emplace(found.id, job);
  }
  if (standing == Standing::kReadOnly) {
    const bool changed = job->told_at_ns == 0 || job->record.size != found.log_size;
    job->record = to_record(found);
    if (changed) tell(table, job);
    return;
  }
  if (standing == Standing::kLive) {
    const bool stopping = job->record.stopping;
    // A look that was taken before another may be applied after it: a job that runs isn't queued again.
    const bool was_running = job->attended && job->record.state == JobState::kRunning;
    const std::uint64_t size = std::max(job->record.size, found.log_size);
    if (!was_running || found.run) replace_record(*job, to_record(found));
    job->record.stopping = stopping;
    job->record.size = size;
    tell(table, job);
    if (!job->attended) begin_attending(table, job);
    return;
  }
  // An attended job is finished by attend(), which sees to it that the log was followed to its end.
  if (job->attended) {
    wake(*job);
    return;
  }
  finish(table, job, found);
}

}  // namespace tt::jobs
