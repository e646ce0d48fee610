#include "queue.hpp"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <set>

#include "base/clock.hpp"
#include "base/utf8.hpp"
#include "core.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/queue_order.hpp"
#include "jobdir/ticket.hpp"
#include "jobdir/wait_record.hpp"

namespace tt::jobs {
namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

std::set<std::string> lease_set(const std::vector<jobdir::CardChoice>& choices) {
  std::set<std::string> leases;
  for (const jobdir::CardChoice& choice : choices) leases.insert(choice.leases.begin(), choice.leases.end());
  return leases;
}

std::string describe_job(const std::filesystem::path& state_root, const std::string& id) {
  const Result<jobdir::Spec> spec = jobdir::read_spec(jobdir::job_folder(state_root, id));
  return spec ? fmt::format("#{} {}", spec->number, spec->title) : "another job";
}

std::string describe_program(const jobdir::WaitRecord& wait) {
  const std::string name = utf8::visible(wait.program);
  if (wait.pid <= 0) return "a program that can't be seen from here";
  return name.empty() ? fmt::format("process {}", wait.pid) : fmt::format("{} (process {})", name, wait.pid);
}

// "12:04", or with the day where that is another one.
std::string time_of_day(std::int64_t wall_ms) {
  const time_t seconds = wall_ms / 1000;
  tm local{};
  ::localtime_r(&seconds, &local);
  char text[32];
  const bool today = clock::wall_ms() - wall_ms < kDayMs;
  return std::string(text, ::strftime(text, sizeof text, today ? "%H:%M" : "%Y-%m-%d %H:%M", &local));
}

}  // namespace

std::vector<std::string> all_leases(const std::vector<jobdir::CardChoice>& choices) {
  const std::set<std::string> leases = lease_set(choices);
  return {leases.begin(), leases.end()};
}

QueueRecord look_at_queue(const std::filesystem::path& state_root, const jobdir::Spec& spec) {
  QueueRecord queue;
  // The order is read here, so that a move shows at once; who is in the way only the supervisor finds out.
  queue.position = jobdir::queue_position(state_root, lease_set(spec.choices), spec.id);
  const Result<jobdir::WaitRecord> wait = jobdir::read_wait_record(jobdir::job_folder(state_root, spec.id));
  if (!wait) return queue;
  if (!wait->job.empty()) {
    queue.job = wait->job;
    queue.holder = describe_job(state_root, wait->job);
  } else if (wait->foreign) {
    queue.holder = describe_program(*wait);
  } else if (!wait->device.empty()) {
    queue.holder = "another job";
  }
  if (!queue.holder.empty()) queue.since_ms = wait->since_ms;
  return queue;
}

std::string describe_wait(std::string_view device, const std::optional<QueueRecord>& queue) {
  std::string text = fmt::format("Waits for {}", device);
  if (queue && !queue->holder.empty()) {
    text += fmt::format(", held by {}", queue->holder);
    if (queue->since_ms) text += fmt::format(" since {}", time_of_day(*queue->since_ms));
  }
  if (queue && queue->position > 1) text += fmt::format("; number {} in the queue", queue->position);
  return text + ".";
}

asio::awaitable<Result<JobRecord>> move_job(std::shared_ptr<Table> table, std::string id, jobdir::Move move) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return no_such_job(id);
  if (job->record.state != JobState::kQueued) {
    co_return fail(ErrorKind::kConflict, fmt::format("Job {} doesn't wait for a card.", job->record.number));
  }
  const Busy busy(table);
  const Result<void> moved =
      co_await offload(table->pool, [root = table->root, id, move] { return jobdir::move_in_queues(root, id, move); });
  if (!moved) {
    if (moved.error().kind != ErrorKind::kConflict) co_return std::unexpected(moved.error());
    co_return fail(ErrorKind::kConflict, fmt::format("Job {} doesn't wait for a card any more.", job->record.number));
  }
  if (table->closed) co_return fail(ErrorKind::kCancelled, "The job was moved while the daemon was about to end.");
  co_await consider(table, id);
  co_return job->record;
}

asio::awaitable<std::optional<JobRecord>> holder_of(std::shared_ptr<Table> table, std::string lease) {
  const Busy busy(table);
  std::vector<std::string> waiting;
  for (const auto& [id, job] : table->jobs) {
    if (job->record.state == JobState::kQueued) waiting.push_back(id);
  }
  for (const std::string& id : waiting) {
    co_await consider(table, id);
    if (table->closed) co_return std::nullopt;
  }
  for (const auto& [id, job] : table->jobs) {
    const JobRecord& record = job->record;
    if (record.state == JobState::kRunning && std::ranges::find(record.leases, lease) != record.leases.end()) co_return record;
  }
  co_return std::nullopt;
}

}  // namespace tt::jobs
