// The jobs of this user as the daemon sees them: started, read, steered and recovered on the loop's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.hpp"
#include "base/result.hpp"
#include "jobdir/queue_order.hpp"
#include "record.hpp"
#include "retention.hpp"
#include "search.hpp"
#include "spawner.hpp"

namespace tt::jobs {

struct TableCallbacks {
  // A job was created, found, or changed; at most ten a second for one job, and the last state always arrives. Jobs that
  // were over before the first recover() are in list() after it, and told only when their logs have been measured.
  std::function<void(const JobRecord&)> on_change;
  // A job is over: once for each job and table, also for jobs that ended before this table was made (record.ended_ms says
  // when). Its measurements and its verdict are complete.
  std::function<void(const JobRecord&)> on_final;
  // A job was removed, by this table or by another one: its id.
  std::function<void(const std::string&)> on_removed{};
};

struct SearchRequest {
  std::string text;  // as SearchPattern::compile() takes it
  std::string id;    // the job whose log is searched; empty: all jobs
  bool regex = false;
  bool case_sensitive = false;
  std::size_t limit = 500;
};

struct SearchAnswer {
  std::vector<SearchMatch> matches;  // newest job first
  bool complete = false;             // false: there is more than the limit, or the search took longer than five seconds
};

struct Table;  // the state behind JobTable: core.hpp

// Invariant: the job folders below `state_root` are the truth and the table is what was last seen of them, so any number
// of tables, in any number of processes, may share one root, and a table may go at any time without harm to a job.
// Touched only on the executor's thread; the callbacks are called there, and never after the destructor.
class JobTable {
 public:
  // `state_root`: $XDG_STATE_HOME/tt-bringup/v1; made, with mode 0700, where it is missing, by recover() and start().
  // `supervisor`: path of the supervisor's binary. `pool` must outlive the executor's last handler.
  JobTable(asio::any_io_executor executor, asio::thread_pool& pool, std::filesystem::path state_root,
           std::filesystem::path supervisor, TableCallbacks callbacks, Spawner spawner = spawn_supervisor);
  ~JobTable();
  // As the destructor, for whoever ends before the table does: watches and connections are given back, of which a user has few, and
  // no callback is called any more.
  void close();
  JobTable(const JobTable&) = delete;
  JobTable& operator=(const JobTable&) = delete;

  // Makes the job's folder and starts its supervisor; comes back once the supervisor holds the job's lock on its own.
  // kInvalidArgument for a request that breaks a rule of StartRequest, kIo where folder or supervisor can't be made.
  asio::awaitable<Result<JobRecord>> start(StartRequest request);

  // Newest first, at most `limit`.
  Result<std::vector<JobRecord>> list(std::size_t limit) const;

  // Null where there is no such job. The pointer is good until the loop's next turn.
  const JobRecord* find(std::string_view id) const;

  // The record with everything that its log says so far: reads the log of a job that was over before this table was made.
  // kNotFound.
  asio::awaitable<Result<JobRecord>> examine(std::string id);

  // As `tenstorrent/job/read`. kNotFound for an unknown id, kIo where the log can't be read.
  asio::awaitable<Result<ReadAnswer>> read(std::string id, ReadRequest request);

  // Types into the job's terminal. kConflict where the job is over, kTooLarge over 65536 bytes, kBusy where its supervisor
  // doesn't take the bytes.
  asio::awaitable<Result<void>> write(std::string id, std::string bytes);

  // Of a job that is over: does nothing. kInvalidArgument outside 1 to 1000.
  asio::awaitable<Result<void>> resize(std::string id, std::uint16_t columns, std::uint16_t rows);

  // Begins to stop the job and answers at once; with `kill` by SIGKILL. Of a job that is over: its record.
  asio::awaitable<Result<JobRecord>> stop(std::string id, bool kill);

  // Changes a waiting job's place in the queues of the cards that it waits for. kConflict where it doesn't wait.
  asio::awaitable<Result<JobRecord>> move(std::string id, jobdir::Move move);

  // The job that has the card's lease. Jobs that still waited when they were last looked at are looked at again first, so that
  // whoever is about to take the card learns of a job that got it a moment ago.
  asio::awaitable<std::optional<JobRecord>> holder_of(std::string lease);

  // As `tenstorrent/job/remove`. kNotFound; kConflict where the job goes on, is pinned, or is of another version.
  asio::awaitable<Result<void>> remove(std::string id);

  // Keeps the job from being removed, or no longer. kNotFound, kIo; kConflict where it is of another version.
  asio::awaitable<Result<JobRecord>> set_pinned(std::string id, bool pinned);

  // Removes jobs that are over, not pinned and not being read: those older than the limit, and the oldest until the logs of
  // all jobs take no more room than they may. Now and once an hour, by the limits that hold then, as long as the table lives.
  void retain(std::function<RetentionLimits()> limits);

  // As `tenstorrent/job/search`: ends some 10 ms after its caller is cancelled. kNotFound; kInvalidArgument for a pattern
  // that is none.
  asio::awaitable<Result<SearchAnswer>> search(SearchRequest request);

  // Looks at every folder that isn't final yet, and begins to watch for new ones. Idempotent. The first call also starts
  // a repetition every 60 s, which ends with the table.
  asio::awaitable<void> recover();

  // Comes back once everything that the disk said before the call has been told to the callbacks. Logs of old jobs with a
  // gate, which are measured in the background, are included.
  asio::awaitable<void> drained();

 private:
  std::shared_ptr<Table> table_;
};

}  // namespace tt::jobs
