// One job from its queue to its exit record: the loop that everything else in this folder serves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "child.hpp"
#include "control_server.hpp"
#include "device_queue.hpp"
#include "jobdir/control.hpp"
#include "jobdir/exit_record.hpp"
#include "jobdir/redact.hpp"
#include "jobdir/start_message.hpp"
#include "ladder.hpp"
#include "log_writer.hpp"

namespace tt::supervisor {

// What must be there before the supervisor says that it took the job over.
struct JobFiles {
  Fd folder;
  Fd exit;
  Fd control;
  LogWriter log;
};
Result<JobFiles> open_job_files(const std::string& folder, LogLimit limit = {});

// Invariant: the command runs only after `run` is on disk, and every way out writes the exit record after the log is synced.
// Single-threaded; the process has to be a subreaper and to block SIGCHLD, which `signals` (a signalfd) reports.
class Supervisor {
 public:
  Supervisor(jobdir::StartMessage message, Inherited inherited, JobFiles files, Fd signals);

  // Returns when the exit record is written and `ctl` is gone.
  void run();

 private:
  enum class Stage { kQueued, kRunning, kDrain, kTerminateRest, kKillRest, kDone };

  void advance(std::int64_t now_ns);
  void advance_queue(std::int64_t now_ns);
  void tell_wait();
  void advance_rest(std::int64_t now_ns);
  void climb(std::int64_t now_ns);
  void wait(std::int64_t now_ns);
  int timeout_ms(std::int64_t now_ns) const;

  void start(std::int64_t now_ns);
  void fail_start(const std::string& message, int error_number);
  void reap();
  void child_ended(int status);
  void enter(Stage stage, std::int64_t now_ns);
  bool anyone_left();  // once the command is over; reaps

  // False when there is nothing to read just now.
  bool read_output(std::int64_t now_ns);
  void write_input();
  void finish();

  jobdir::Phase phase() const;
  jobdir::ControlAck answer(const jobdir::ControlRequest& request);
  int on_stop(bool at_once);
  int on_write(const std::string& bytes);
  int on_resize(std::uint16_t columns, std::uint16_t rows);

  jobdir::StartMessage message_;
  Inherited inherited_;
  JobFiles files_;
  Fd signals_;
  ControlServer control_;
  DeviceQueue queue_;
  jobdir::Redactor redactor_;
  Ladder ladder_;

  Stage stage_ = Stage::kQueued;
  std::optional<Child> child_;
  bool output_open_ = false;
  std::int64_t output_retry_ns_ = -1;  // a terminal without a holder may get one again while the command lives
  std::string input_;                  // typed, not yet taken by the terminal
  std::string buffer_;
  std::string safe_;
  std::optional<jobdir::WaitRecord> told_wait_;
  std::int64_t started_ns_ = -1;
  std::int64_t look_again_ns_ = 0;          // of the stage: when to look at the lease or at what is left
  std::int64_t deadline_ns_ = 0;            // of the stage
  std::int64_t kill_step_ns_ = 20'000'000;  // grows while a kill doesn't take
  std::optional<jobdir::ExitState> cause_;  // kCancelled or kTimedOut
  jobdir::ExitRecord outcome_;
};

}  // namespace tt::supervisor
