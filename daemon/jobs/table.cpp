#include "table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <functional>
#include <ranges>
#include <set>

#include "base/log.hpp"
#include "core.hpp"
#include "jobdir/paths.hpp"

namespace tt::jobs {
namespace {

using namespace std::chrono_literals;

constexpr auto kRecoverEvery = 60s;

struct Seen {
  std::vector<Found> found;
  std::vector<std::string> gone;
};

std::vector<std::string> without_folder(const std::filesystem::path& root, const std::set<std::string>& ids) {
  std::vector<std::string> gone;
  std::error_code failure;
  for (const std::string& id : ids) {
    if (!std::filesystem::exists(jobdir::job_folder(root, id), failure) && !failure) gone.push_back(id);
  }
  return gone;
}

asio::awaitable<void> recover_once(std::shared_ptr<Table> table) {
  const Busy busy(table);
  std::set<std::string> known;
  for (const auto& [id, job] : table->jobs) {
    // A final job stays final, and an attended one is looked at when its supervisor goes.
    if (is_final(job->record.state) || job->attended) known.insert(id);
  }
  const std::filesystem::path root = table->root;
  const Result<void> made = co_await offload(table->pool, [root] { return jobdir::prepare_state_root(root); });
  if (table->closed) co_return;
  if (!made) log::error("{}", made.error().message);
  // Watched first and looked at then: nothing falls between.
  start_watch(table);
  Seen seen = co_await offload(
      table->pool, [root, known = std::move(known)] { return Seen{look_at_all(root, known), without_folder(root, known)}; });
  if (table->closed) co_return;
  // Removed by another daemon while nothing was watched.
  for (const std::string& id : seen.gone) forget(table, id);
  std::size_t done = 0;
  for (Found& found : seen.found) {
    record_found(table, std::move(found));
    // Thousands of old jobs must not hold a request up.
    if (++done % 64 != 0) continue;
    co_await asio::post(table->executor, asio::use_awaitable);
    if (table->closed) co_return;
  }
}

asio::awaitable<void> repeat_recovery(std::shared_ptr<Table> table) {
  while (!table->closed) {
    co_await table->closing.wait_for(kRecoverEvery);
    if (!table->closed) co_await recover_once(table);
  }
}

asio::awaitable<Result<void>> write_job(std::shared_ptr<Table> table, std::string id, std::string bytes) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return no_such_job(id);
  if (bytes.size() > jobdir::kControlWriteLimit) {
    co_return fail(ErrorKind::kTooLarge, fmt::format("One write to a job takes at most {} bytes.", jobdir::kControlWriteLimit));
  }
  co_return co_await ask(table, job, jobdir::control::Write{std::move(bytes)});
}

asio::awaitable<Result<void>> resize_job(std::shared_ptr<Table> table, std::string id, std::uint16_t columns, std::uint16_t rows) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return no_such_job(id);
  if (columns < 1 || columns > 1000 || rows < 1 || rows > 1000) {
    co_return fail(ErrorKind::kInvalidArgument,
                   fmt::format("A terminal of {} by {} isn't possible: 1 to 1000 each.", columns, rows));
  }
  Result<void> done = co_await ask(table, job, jobdir::control::Resize{columns, rows});
  if (!done && done.error().kind == ErrorKind::kConflict) co_return Result<void>{};
  co_return done;
}

asio::awaitable<Result<JobRecord>> stop_job(std::shared_ptr<Table> table, std::string id, bool kill) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return no_such_job(id);
  if (is_final(job->record.state)) co_return job->record;
  const jobdir::ControlRequest request =
      kill ? jobdir::ControlRequest(jobdir::control::Kill{}) : jobdir::ControlRequest(jobdir::control::Stop{});
  const Result<void> done = co_await ask(table, job, request);
  if (!done && done.error().kind != ErrorKind::kConflict) co_return std::unexpected(done.error());
  if (done && !is_final(job->record.state) && !job->record.stopping) {
    job->record.stopping = true;
    tell(table, job);
  }
  co_return job->record;
}

asio::awaitable<void> recover_table(std::shared_ptr<Table> table) {
  if (!std::exchange(table->repeating, true)) {
    table->first_pass = true;
    spawn(table->executor, "look for lost jobs", repeat_recovery(table));
  }
  co_await recover_once(table);
  table->first_pass = false;
}

asio::awaitable<void> drain_table(std::shared_ptr<Table> table) {
  // What is ready in the reactor gets its turn first.
  co_await asio::post(table->executor, asio::use_awaitable);
  for (;;) {
    if (table->closed) co_return;
    take_events(table);
    bool pending = table->busy > 0;
    for (const auto& [id, job] : table->jobs) {
      tell_now(table, job);
      pending = pending || job->over || (job->attended && hung_up(*job));
    }
    if (!pending) co_return;
    co_await table->idle.wait_for(5ms);
  }
}

}  // namespace

JobTable::JobTable(asio::any_io_executor executor, asio::thread_pool& pool, std::filesystem::path state_root,
                   std::filesystem::path supervisor, TableCallbacks callbacks, Spawner spawner)
    : table_(std::make_shared<Table>(std::move(executor), pool, std::move(state_root), supervisor.string(), std::move(callbacks),
                                     std::move(spawner))) {}

JobTable::~JobTable() { close(); }

void JobTable::close() {
  table_->closed = true;
  table_->stop_work->store(true);
  table_->callbacks = {};
  table_->closing.notify_all();
  table_->idle.notify_all();
  if (table_->inotify) table_->inotify->close();
  for (const auto& [id, job] : table_->jobs) {
    if (job->control) job->control->close();
    wake(*job);
  }
}

asio::awaitable<Result<JobRecord>> JobTable::start(StartRequest request) { return start_job(table_, std::move(request)); }

Result<std::vector<JobRecord>> JobTable::list(std::size_t limit) const {
  // By number rather than by id: the clock inside an id may have been set back.
  std::vector<const JobRecord*> all;
  all.reserve(table_->jobs.size());
  for (const auto& [id, job] : table_->jobs) all.push_back(&job->record);
  std::ranges::sort(all, std::greater{},
                    [](const JobRecord* record) { return std::pair(record->number, std::string_view(record->id)); });
  std::vector<JobRecord> records;
  for (const JobRecord* record : all | std::views::take(limit)) records.push_back(*record);
  return records;
}

const JobRecord* JobTable::find(std::string_view id) const {
  const auto it = table_->jobs.find(id);
  return it == table_->jobs.end() ? nullptr : &it->second->record;
}

asio::awaitable<Result<JobRecord>> JobTable::examine(std::string id) { return examine_job(table_, std::move(id)); }

asio::awaitable<Result<ReadAnswer>> JobTable::read(std::string id, ReadRequest request) {
  return read_job(table_, std::move(id), request);
}

asio::awaitable<Result<void>> JobTable::write(std::string id, std::string bytes) {
  return write_job(table_, std::move(id), std::move(bytes));
}

asio::awaitable<Result<void>> JobTable::resize(std::string id, std::uint16_t columns, std::uint16_t rows) {
  return resize_job(table_, std::move(id), columns, rows);
}

asio::awaitable<Result<JobRecord>> JobTable::stop(std::string id, bool kill) { return stop_job(table_, std::move(id), kill); }

asio::awaitable<Result<JobRecord>> JobTable::move(std::string id, jobdir::Move move) {
  return move_job(table_, std::move(id), move);
}

asio::awaitable<std::optional<JobRecord>> JobTable::holder_of(std::string lease) {
  return jobs::holder_of(table_, std::move(lease));
}

asio::awaitable<Result<void>> JobTable::remove(std::string id) { return remove_job(table_, std::move(id)); }

asio::awaitable<Result<JobRecord>> JobTable::set_pinned(std::string id, bool pinned) {
  return set_job_pinned(table_, std::move(id), pinned);
}

void JobTable::retain(std::function<RetentionLimits()> limits) {
  spawn(table_->executor, "remove old jobs", retain_jobs(table_, std::move(limits)));
}

asio::awaitable<Result<SearchAnswer>> JobTable::search(SearchRequest request) { return search_jobs(table_, std::move(request)); }

asio::awaitable<void> JobTable::recover() { return recover_table(table_); }

asio::awaitable<void> JobTable::drained() { return drain_table(table_); }

}  // namespace tt::jobs
