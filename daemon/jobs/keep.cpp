// Removing, pinning and searching jobs: what the table does with retention, pin and search.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "core.hpp"
#include "jobdir/paths.hpp"
#include "pin.hpp"
#include "retention.hpp"
#include "search.hpp"

namespace tt::jobs {
namespace {

using namespace std::chrono_literals;

constexpr auto kSearchPiece = 10ms;  // on the pool; a cancel waits for one at most
constexpr auto kSearchLimit = 5s;
constexpr auto kRetainEvery = 1h;

std::unexpected<Error> not_ours(const JobRecord& record) {
  return fail(ErrorKind::kConflict,
              fmt::format("Job #{} was made by another version of tt-bringup, which has to remove it.", record.number));
}

std::vector<SearchTarget> targets_of(const Table& table, const std::string& id) {
  std::vector<std::pair<std::uint32_t, SearchTarget>> all;
  for (const auto& [name, job] : table.jobs) {
    if (id.empty() || id == name) all.emplace_back(job->record.number, SearchTarget{name, job->folder});
  }
  std::ranges::sort(all, std::greater{}, [](const auto& entry) { return std::pair(entry.first, entry.second.job); });
  std::vector<SearchTarget> targets;
  for (auto& [number, target] : all) targets.push_back(std::move(target));
  return targets;
}

}  // namespace

void forget(const std::shared_ptr<Table>& table, const std::string& id) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job || job->attended) return;
  unwatch(table, *job);
  table->jobs.erase(id);
  wake(*job);
  if (!table->closed && table->callbacks.on_removed) table->callbacks.on_removed(id);
}

asio::awaitable<void> look_at_pin(std::shared_ptr<Table> table, std::string id) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return;
  const bool pinned = co_await offload(table->pool, [folder = job->folder] { return is_pinned(folder); });
  if (table->closed || job->record.pinned == pinned) co_return;
  job->record.pinned = pinned;
  tell(table, job);
}

asio::awaitable<Result<void>> remove_job(std::shared_ptr<Table> table, std::string id) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return no_such_job(id);
  if (job->record.read_only) co_return not_ours(job->record);
  if (!is_final(job->record.state) || job->attended) {
    co_return fail(ErrorKind::kConflict, fmt::format("Job #{} goes on, so it can't be removed.", job->record.number),
                   "Stop it first.");
  }
  const Result<void> removed =
      co_await offload(table->pool, [root = table->root, id] { return remove_job_folder(root, id, false); });
  if (table->closed) co_return removed;
  if (!removed) {
    co_return fail(removed.error().kind, fmt::format("Job #{} can't be removed: {}", job->record.number, removed.error().message),
                   removed.error().remedy);
  }
  forget(table, id);
  co_return Result<void>{};
}

asio::awaitable<Result<JobRecord>> set_job_pinned(std::shared_ptr<Table> table, std::string id, bool pinned) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return no_such_job(id);
  if (job->record.read_only) co_return not_ours(job->record);
  const Result<void> set = co_await offload(table->pool, [root = table->root, id, pinned] { return set_pin(root, id, pinned); });
  if (!set) co_return std::unexpected(set.error());
  if (table->closed) co_return job->record;
  if (std::exchange(job->record.pinned, pinned) != pinned) tell(table, job);
  co_return job->record;
}

namespace {

asio::awaitable<void> apply_retention(std::shared_ptr<Table> table, RetentionLimits limits) {
  const Busy busy(table);
  std::vector<KeptJob> all;
  for (const auto& [id, job] : table->jobs) {
    const JobRecord& record = job->record;
    KeptJob kept;
    kept.id = id;
    kept.number = record.number;
    kept.removable = is_final(record.state) && !job->attended && job->final_told && !record.read_only && !record.pinned;
    kept.ended_ms = record.ended_ms.value_or(record.created_ms);
    all.push_back(std::move(kept));
  }
  const std::vector<std::string> removed =
      co_await offload(table->pool, [root = table->root, all = std::move(all), limits]() mutable {
        remove_leftovers(root);
        for (KeptJob& job : all) job.bytes = log_room(jobdir::job_folder(root, job.id));
        std::vector<std::string> gone;
        for (const std::string& id : jobs_to_remove(std::move(all), limits, clock::wall_ms())) {
          if (remove_job_folder(root, id, true)) gone.push_back(id);
        }
        return gone;
      });
  if (table->closed) co_return;
  if (!removed.empty()) log::info("{} jobs were removed: older, or larger in all, than the settings keep", removed.size());
  for (const std::string& id : removed) forget(table, id);
}

}  // namespace

asio::awaitable<void> retain_jobs(std::shared_ptr<Table> table, std::function<RetentionLimits()> limits) {
  while (!table->closed) {
    co_await apply_retention(table, limits());
    if (!table->closed) co_await table->closing.wait_for(kRetainEvery);
  }
}

asio::awaitable<Result<SearchAnswer>> search_jobs(std::shared_ptr<Table> table, SearchRequest request) {
  if (!request.id.empty() && !find_job(*table, request.id)) co_return no_such_job(request.id);
  Result<SearchPattern> pattern = SearchPattern::compile(request.text, request.regex, request.case_sensitive);
  if (!pattern) co_return std::unexpected(pattern.error());
  const auto until = std::chrono::steady_clock::now() + kSearchLimit;
  const auto search = std::make_shared<LogSearch>(std::move(*pattern), targets_of(*table, request.id), request.limit);
  bool more = true;
  while (more && std::chrono::steady_clock::now() < until) {
    more = co_await offload(table->pool, [search] { return search->run_for(kSearchPiece); });
    if (table->closed) co_return fail(ErrorKind::kCancelled, "The daemon is about to end.");
  }
  co_return SearchAnswer{search->matches(), !more && !search->passed_limit()};
}

}  // namespace tt::jobs
