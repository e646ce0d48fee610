// The state behind JobTable, and the functions of its files on it. Everything here runs on the loop's thread.
#pragma once

#include <atomic>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/async.hpp"
#include "base/fd.hpp"
#include "gates/watcher.hpp"
#include "jobdir/control.hpp"
#include "jobdir/log_gap.hpp"
#include "jobdir/queue_order.hpp"
#include "jobdir/ulid.hpp"
#include "recovery.hpp"
#include "table.hpp"

namespace tt::jobs {

// What a log was found to say.
struct Reading {
  std::vector<gates::Measurement> measurements;
  std::optional<gates::Progress> progress;
  gates::FaultReader faults;
  std::shared_ptr<const Marks> marks;
};

struct Job {
  Job(asio::any_io_executor executor, std::filesystem::path job_folder)
      : folder(std::move(job_folder)), changed(std::move(executor)) {}

  JobRecord record;
  std::filesystem::path folder;
  std::shared_ptr<const Fd> log;  // out.log, once it was there to be opened; of a final job only while it is read
  Fd gap_file;                    // out.gap, as long as `log`
  jobdir::LogGap gap;             // what it said last

  // Counts wake() calls: whoever is about to wait for `changed` compares first, so that no wake-up is missed.
  std::uint64_t beats = 0;
  Signal changed;

  // While the job lives.
  bool attended = false;      // attend() runs
  std::optional<Found> over;  // what was found when its supervisor had gone; the record isn't final yet
  bool followed = false;      // the log was read to its end
  gates::FaultReader faults;  // with `followed`: the log's part in the question which fault the job ended with
  std::uint64_t follow_offset = 0;
  int folder_watch = -1;  // inotify
  int log_watch = -1;

  // The control connection; null while there is none. Requests are numbered and answered in order.
  std::shared_ptr<asio::posix::stream_descriptor> control;
  bool greeted = false;  // it may be written to
  bool asking = false;
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
  jobdir::ControlAck answer;

  // What the callbacks were told.
  std::int64_t told_at_ns = 0;
  bool tell_pending = false;
  bool final_told = false;
};

struct Table : std::enable_shared_from_this<Table> {
  Table(asio::any_io_executor executor_, asio::thread_pool& pool_, std::filesystem::path root_, std::string supervisor_,
        TableCallbacks callbacks_, Spawner spawner_)
      : executor(std::move(executor_)),
        pool(pool_),
        root(std::move(root_)),
        supervisor(std::move(supervisor_)),
        callbacks(std::move(callbacks_)),
        spawner(std::move(spawner_)),
        closing(executor),
        idle(executor) {}

  asio::any_io_executor executor;
  asio::thread_pool& pool;
  std::filesystem::path root;
  std::string supervisor;
  TableCallbacks callbacks;
  Spawner spawner;

  // Set by the destructor of JobTable; every coroutine looks at it after every co_await and ends.
  bool closed = false;
  Signal closing;
  // The same for work on the pool.
  std::shared_ptr<std::atomic<bool>> stop_work = std::make_shared<std::atomic<bool>>(false);

  std::map<std::string, std::shared_ptr<Job>, std::less<>> jobs;  // by id, so in order of creation
  jobdir::UlidSource ulids;
  std::set<std::string> starting;  // ids whose folders start_job() is making

  std::shared_ptr<asio::posix::stream_descriptor> inotify;  // null: not to be had, so waits are cut into short ones
  struct Watched {
    std::string id;  // empty: the folder of all jobs
    bool log = false;
  };
  std::unordered_map<int, Watched> watches;
  std::uint64_t looks = 0;                             // of consider(), numbered as they began
  std::map<std::string, std::uint64_t> applied_looks;  // of live jobs: the latest that was applied

  bool first_pass = false;              // the first recover() is at work
  bool repeating = false;               // the repetition of recover() was started
  std::deque<std::string> unmeasured;   // ids of final jobs with a gate whose logs weren't read yet
  std::deque<std::string> unexplained;  // ids of jobs that failed and whose logs weren't read for the reason yet
  bool measuring = false;

  int busy = 0;  // background work that drained() waits for
  Signal idle;
};

// Counts as background work as long as it lives.
class Busy {
 public:
  explicit Busy(std::shared_ptr<Table> table) : table_(std::move(table)) { ++table_->busy; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() {
    if (--table_->busy == 0) table_->idle.notify_all();
  }

 private:
  std::shared_ptr<Table> table_;
};

// --- core.cpp

// Puts what was found into the table: a new job, a change, or an end.
void record_found(const std::shared_ptr<Table>& table, Found found);

// Tells on_change, at most ten times a second.
void tell(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job);

// Tells on_change at once where a tell is pending.
void tell_now(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job);

// Makes the record final, as `found` says, and tells.
void finish(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job, const Found& found);

// Ends a job whose folder was removed: its start failed.
void vanish(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job);

// Takes over what a final job's log holds, judges its gate, and tells that the job is over.
void measured(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job, Reading reading);

// The fault of a job that is over, from what its log showed and how it ended.
std::optional<gates::Fault> fault_at_end(const gates::FaultReader& faults, const JobRecord& record);

// Resumes everybody who waits for a change of the job.
void wake(Job& job);

// Waits until the job changed since `beats` was read, or `timeout` is over; sooner where changes can't be watched.
asio::awaitable<void> wait_for_change(std::shared_ptr<Table> table, std::shared_ptr<Job> job, std::uint64_t beats,
                                      std::chrono::milliseconds timeout);

std::shared_ptr<Job> find_job(const Table& table, std::string_view id);
std::unexpected<Error> no_such_job(std::string_view id);

// --- start.cpp
asio::awaitable<Result<JobRecord>> start_job(std::shared_ptr<Table> table, StartRequest request);

// --- queue.cpp
asio::awaitable<Result<JobRecord>> move_job(std::shared_ptr<Table> table, std::string id, jobdir::Move move);

asio::awaitable<std::optional<JobRecord>> holder_of(std::shared_ptr<Table> table, std::string lease);

// --- reader.cpp
asio::awaitable<Result<ReadAnswer>> read_job(std::shared_ptr<Table> table, std::string id, ReadRequest request);

struct LogPiece {
  std::uint64_t offset = 0;  // of its first byte: later than asked for where that lay in the log's gap
  std::string bytes;
  std::uint64_t lines = 0;  // where it is later than asked for: line ends before it
  bool at_gap = false;      // the gap follows: nothing in the piece goes on
};

// Up to `limit` bytes of out.log from `offset`; empty at its end and where there is no log yet. Never a byte of the gap.
asio::awaitable<Result<LogPiece>> read_log(std::shared_ptr<Table> table, std::shared_ptr<Job> job, std::uint64_t offset,
                                           std::size_t limit);

// --- follow.cpp

// Measures a live job's log until its end.
asio::awaitable<void> follow(std::shared_ptr<Table> table, std::shared_ptr<Job> job);

// Measures the logs of jobs that were over when they were found, one after the other, and then looks in those of jobs that
// failed for the reason.
asio::awaitable<void> measure_old(std::shared_ptr<Table> table);

// The record with everything that its log says; reads the log where that wasn't done.
asio::awaitable<Result<JobRecord>> examine_job(std::shared_ptr<Table> table, std::string id);

// --- keep.cpp

// Drops a job whose folder is gone and that isn't attended, and tells on_removed.
void forget(const std::shared_ptr<Table>& table, const std::string& id);

// Looks whether somebody pinned the job, or took the pin away.
asio::awaitable<void> look_at_pin(std::shared_ptr<Table> table, std::string id);

asio::awaitable<Result<void>> remove_job(std::shared_ptr<Table> table, std::string id);
asio::awaitable<Result<JobRecord>> set_job_pinned(std::shared_ptr<Table> table, std::string id, bool pinned);
asio::awaitable<void> retain_jobs(std::shared_ptr<Table> table, std::function<RetentionLimits()> limits);
asio::awaitable<Result<SearchAnswer>> search_jobs(std::shared_ptr<Table> table, SearchRequest request);

// --- control.cpp

// Holds the connection to a live job's supervisor, and finishes the job when it has gone.
asio::awaitable<void> attend(std::shared_ptr<Table> table, std::shared_ptr<Job> job);

// Sends a request over that connection and waits for its answer. kConflict: the job is over. kBusy: no supervisor answers.
asio::awaitable<Result<void>> ask(std::shared_ptr<Table> table, std::shared_ptr<Job> job, jobdir::ControlRequest request);

// Whether the supervisor has closed the connection, though attend() may not have noticed.
bool hung_up(const Job& job);

// --- watch.cpp

// Begins to watch the folder of all jobs. Idempotent.
void start_watch(const std::shared_ptr<Table>& table);

// Begins to watch a job's folder, and its log once that exists.
void watch_folder(const std::shared_ptr<Table>& table, const std::string& id);
void watch_log(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job);
void unwatch(const std::shared_ptr<Table>& table, Job& job);

// Handles what inotify has to say now, without waiting.
void take_events(const std::shared_ptr<Table>& table);

// Looks at one folder anew and applies what is found.
asio::awaitable<void> consider(std::shared_ptr<Table> table, std::string id);

// Opens out.log where that wasn't done, and takes over its size. True when the size changed.
bool refresh_size(Job& job);

// Takes over what out.gap says. The file has to be open, by refresh_size().
void refresh_gap(Job& job);

// Lets go of out.log and out.gap.
void close_log(Job& job);

}  // namespace tt::jobs
