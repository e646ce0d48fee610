#include "supervisor.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "descendants.hpp"
#include "foreign.hpp"
#include "jobdir/launch.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/process.hpp"
#include "jobdir/run_record.hpp"
#include "jobdir/wait_record.hpp"

namespace tt::supervisor {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kQueueStep = 200 * kMs;          // how often a waiting job looks at its lease
constexpr std::int64_t kRestStep = 20 * kMs;            // how often the end looks at who is left
constexpr std::int64_t kDrainLimit = 2000 * kMs;        // a grandchild may hold the terminal
constexpr std::int64_t kStoppedDrainLimit = 200 * kMs;  // of a job that is being stopped anyway
constexpr std::int64_t kKillLimit = 10'000 * kMs;       // processes that a driver holds can't be waited for
constexpr std::int64_t kKillStepLimit = 5'000 * kMs;
constexpr std::int64_t kOutputRetry = 100 * kMs;
constexpr std::size_t kReadBytes = 64 * 1024;

// <root>/jobs/<id>
std::filesystem::path state_root(const jobdir::StartMessage& message) {
  return std::filesystem::path(message.folder).parent_path().parent_path();
}

// `added` over `environment`, NAME=VALUE each.
void put_over(std::vector<std::string>& environment, const std::vector<std::string>& added) {
  for (const std::string& variable : added) {
    const std::string_view name = std::string_view(variable).substr(0, variable.find('=') + 1);
    const auto found = std::ranges::find_if(environment, [&](const std::string& other) { return other.starts_with(name); });
    if (found == environment.end()) {
      environment.push_back(variable);
    } else {
      *found = variable;
    }
  }
}

}  // namespace

Result<JobFiles> open_job_files(const std::string& folder, LogLimit limit) {
  Result<Fd> anchor = jobdir::open_private_folder(folder);
  if (!anchor) return std::unexpected(anchor.error());
  Result<Fd> exit = jobdir::preallocate_exit_file(anchor->get());
  if (!exit) return std::unexpected(exit.error());
  Result<LogWriter> log = LogWriter::create(anchor->get(), limit);
  if (!log) return std::unexpected(log.error());
  Result<Fd> control = jobdir::listen_control(anchor->get());
  if (!control) return std::unexpected(control.error());
  return JobFiles{std::move(*anchor), std::move(*exit), std::move(*control), std::move(*log)};
}

Supervisor::Supervisor(jobdir::StartMessage message, Inherited inherited, JobFiles files, Fd signals)
    : message_(std::move(message)),
      inherited_(inherited),
      files_(std::move(files)),
      signals_(std::move(signals)),
      control_(std::move(files_.control)),
      queue_(state_root(message_), message_.id, message_.choices,
             [state = state_root(message_), system = message_.system_root](std::uint32_t node) {
               return foreign_holder(state, system, node);
             }),
      redactor_(std::move(message_.secrets)),
      ladder_(message_.interrupt_grace_ms * kMs, message_.terminate_grace_ms * kMs),
      buffer_(kReadBytes, '\0') {}

void Supervisor::run() {
  for (;;) {
    const std::int64_t now = clock::boottime_ns();
    advance(now);
    if (stage_ == Stage::kDone) break;
    wait(now);
  }
  finish();
}

void Supervisor::advance(std::int64_t now_ns) {
  if (const std::int64_t due = redactor_.release_at_ns(); due >= 0 && now_ns >= due) {
    safe_.clear();
    redactor_.release(safe_);
    files_.log.append(safe_, now_ns);
  }
  switch (stage_) {
    case Stage::kQueued: advance_queue(now_ns); break;
    case Stage::kRunning:
      if (message_.time_limit_ms > 0 && !cause_ && now_ns >= started_ns_ + message_.time_limit_ms * kMs) {
        cause_ = jobdir::ExitState::kTimedOut;
        ladder_.begin(now_ns);
      }
      climb(now_ns);
      break;
    case Stage::kDrain:
    case Stage::kTerminateRest:
    case Stage::kKillRest: advance_rest(now_ns); break;
    case Stage::kDone: break;
  }
}

void Supervisor::advance_queue(std::int64_t now_ns) {
  if (cause_) {
    outcome_.state = *cause_;
    outcome_.ended_wall_ms = clock::wall_ms();
    outcome_.ended_boottime_ns = now_ns;
    stage_ = Stage::kDone;
    return;
  }
  if (now_ns < look_again_ns_) return;
  look_again_ns_ = now_ns + kQueueStep;
  const Result<bool> acquired = queue_.try_acquire();
  if (!acquired) return fail_start(acquired.error().message, EIO);
  if (*acquired) return start(now_ns);
  tell_wait();
}

// For the daemons, which watch the folder. On a full disk they see less.
void Supervisor::tell_wait() {
  if (told_wait_ == queue_.wait()) return;
  told_wait_ = queue_.wait();
  [[maybe_unused]] const Result<void> written = jobdir::write_wait_record(message_.folder, *told_wait_);
}

// The child waits at its gate until the record is on disk.
void Supervisor::start(std::int64_t now_ns) {
  std::vector<int> lock_and_leases = queue_.lease_fds();
  lock_and_leases.push_back(jobdir::kLockFd);
  if (const jobdir::CardChoice* cards = queue_.acquired()) put_over(message_.environment, cards->environment);
  Result<Child> child = fork_child(message_, inherited_, lock_and_leases);
  if (!child) return fail_start(child.error().message, EAGAIN);
  child_ = std::move(*child);
  // The values were needed for the fork alone.
  message_.environment.clear();
  const auto self = jobdir::identify(::getpid());
  const auto command = jobdir::identify(child_->pid);
  jobdir::RunRecord record;
  record.supervisor = self.value_or(jobdir::ProcessId{::getpid(), 0});
  record.child = command.value_or(jobdir::ProcessId{child_->pid, 0});
  record.boot_id = clock::boot_id();
  record.started_wall_ms = clock::wall_ms();
  record.started_boottime_ns = now_ns;
  record.choice = queue_.acquired_index();
  Result<void> ready = jobdir::write_run_record(message_.folder, record);
  if (ready) ready = open_gate(*child_);
  if (!ready) {
    child_->gate.reset();  // the child ends without a command
    while (::waitpid(child_->pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    return fail_start(ready.error().message, EIO);
  }
  if (told_wait_) ::unlinkat(files_.folder.get(), jobdir::kWaitFile.data(), 0);
  started_ns_ = clock::boottime_ns();
  output_open_ = true;
  stage_ = Stage::kRunning;
}

void Supervisor::fail_start(const std::string& message, int error_number) {
  const std::int64_t now = clock::boottime_ns();
  files_.log.append(fmt::format("tt-bringup: the command was not started: {}\n", message), now);
  outcome_.state = jobdir::ExitState::kExecFailed;
  outcome_.error_number = error_number;
  outcome_.ended_wall_ms = clock::wall_ms();
  outcome_.ended_boottime_ns = now;
  stage_ = Stage::kDone;
}

void Supervisor::climb(std::int64_t now_ns) {
  switch (ladder_.step(now_ns)) {
    case Rung::kInterrupt: signal_groups(*child_, SIGINT); break;
    case Rung::kTerminate: signal_groups(*child_, SIGTERM); break;
    case Rung::kKill: look_again_ns_ = now_ns; break;
    case Rung::kNone: break;
  }
  if (ladder_.last() == Rung::kKill && now_ns >= look_again_ns_) {
    kill_descendants(::getpid());
    // A process that its driver holds dies when the call ends, which may be never: don't burn a core over it.
    look_again_ns_ = clock::boottime_ns() + kill_step_ns_;
    kill_step_ns_ = std::min(kill_step_ns_ * 2, kKillStepLimit);
  }
}

// Asks the kernel rather than /proc: between the listing of /proc and the look at a process that process may leave a child
// behind that isn't in the list. Whatever lives below us hangs on a child of ours, for orphans become our children.
bool Supervisor::anyone_left() {
  pid_t pid = 0;
  while ((pid = ::waitpid(-1, nullptr, WNOHANG)) > 0 || (pid < 0 && errno == EINTR)) {
  }
  return pid == 0;
}

void Supervisor::enter(Stage stage, std::int64_t now_ns) {
  stage_ = stage;
  look_again_ns_ = now_ns;
  switch (stage) {
    case Stage::kDrain: deadline_ns_ = now_ns + (ladder_.begun() ? kStoppedDrainLimit : kDrainLimit); break;
    case Stage::kTerminateRest:
      deadline_ns_ = now_ns + message_.terminate_grace_ms * kMs;
      signal_descendants(::getpid(), SIGTERM);
      break;
    case Stage::kKillRest: deadline_ns_ = now_ns + kKillLimit; break;
    default: break;
  }
}

// The command is over; its output and its children may not be.
void Supervisor::advance_rest(std::int64_t now_ns) {
  switch (ladder_.step(now_ns)) {
    case Rung::kInterrupt:
    case Rung::kTerminate:
      if (stage_ == Stage::kDrain) enter(Stage::kTerminateRest, now_ns);
      break;
    case Rung::kKill: enter(Stage::kKillRest, now_ns); break;
    case Rung::kNone: break;
  }
  if (stage_ == Stage::kDrain && output_open_ && now_ns < deadline_ns_) return;
  if (now_ns < look_again_ns_ && now_ns < deadline_ns_) return;
  look_again_ns_ = now_ns + kRestStep;
  if (!anyone_left()) {
    stage_ = Stage::kDone;
  } else if (stage_ == Stage::kDrain) {
    enter(Stage::kTerminateRest, now_ns);
  } else if (stage_ == Stage::kTerminateRest && now_ns >= deadline_ns_) {
    enter(Stage::kKillRest, now_ns);
  }
  if (stage_ != Stage::kKillRest) return;
  if (now_ns >= deadline_ns_) {
    stage_ = Stage::kDone;
  } else {
    kill_descendants(::getpid());
    look_again_ns_ = now_ns + kRestStep;
  }
}

int Supervisor::timeout_ms(std::int64_t now_ns) const {
  std::int64_t next = std::numeric_limits<std::int64_t>::max();
  const auto at = [&](std::int64_t time) {
    if (time >= 0) next = std::min(next, time);
  };
  at(redactor_.release_at_ns());
  at(output_retry_ns_);
  at(ladder_.due_ns());
  switch (stage_) {
    case Stage::kQueued: at(look_again_ns_); break;
    case Stage::kRunning:
      if (message_.time_limit_ms > 0 && !cause_) at(started_ns_ + message_.time_limit_ms * kMs);
      if (ladder_.last() == Rung::kKill) at(look_again_ns_);
      break;
    case Stage::kDrain: at(output_open_ ? deadline_ns_ : look_again_ns_); break;
    case Stage::kTerminateRest:
    case Stage::kKillRest: at(std::min(deadline_ns_, look_again_ns_)); break;
    case Stage::kDone: break;
  }
  if (next == std::numeric_limits<std::int64_t>::max()) return -1;
  // Rounded up: a poll that ends just before the time would spin.
  return static_cast<int>(std::clamp<std::int64_t>((next - now_ns + kMs - 1) / kMs, 0, 3'600'000));
}

void Supervisor::wait(std::int64_t now_ns) {
  std::vector<pollfd> polled{{signals_.get(), POLLIN, 0}};
  control_.add_to(polled);
  const std::size_t control_end = polled.size();
  if (output_open_ && output_retry_ns_ < 0) {
    polled.push_back({child_->output.get(), static_cast<short>(input_.empty() ? POLLIN : POLLIN | POLLOUT), 0});
  }
  if (::poll(polled.data(), polled.size(), timeout_ms(now_ns)) < 0) return;
  const std::int64_t now = clock::boottime_ns();
  const bool retry = output_retry_ns_ >= 0 && now >= output_retry_ns_;
  if (output_open_ && (retry || (polled.size() > control_end && polled.back().revents != 0))) {
    output_retry_ns_ = -1;
    if (polled.back().revents & POLLOUT) write_input();
    read_output(now);
  }
  if (polled[0].revents != 0) reap();
  const auto is_ready = [](const pollfd& entry) { return entry.revents != 0; };
  if (std::any_of(polled.begin() + 1, polled.begin() + static_cast<std::ptrdiff_t>(control_end), is_ready)) {
    control_.serve(phase(), [this](const jobdir::ControlRequest& request) { return answer(request); });
  }
}

bool Supervisor::read_output(std::int64_t now_ns) {
  // A terminal hands out 4 KiB at a time: fill the buffer first, so that the log gets large writes.
  std::size_t filled = 0;
  bool more = true;
  while (filled < buffer_.size()) {
    const ssize_t n = ::read(child_->output.get(), buffer_.data() + filled, buffer_.size() - filled);
    if (n > 0) {
      filled += static_cast<std::size_t>(n);
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    more = false;
    if (n < 0 && errno == EAGAIN) break;
    // End of file; of a terminal it reads EIO, and isn't final while the command lives and could open /dev/tty.
    if (child_->has_terminal && stage_ == Stage::kRunning) {
      output_retry_ns_ = now_ns + kOutputRetry;
    } else {
      output_open_ = false;
    }
    break;
  }
  if (filled > 0) {
    safe_.clear();
    redactor_.push(std::string_view(buffer_).substr(0, filled), now_ns, safe_);
    files_.log.append(safe_, now_ns);
  }
  return more;
}

void Supervisor::reap() {
  signalfd_siginfo info;
  while (::read(signals_.get(), &info, sizeof info) > 0) {
  }
  for (;;) {
    int status = 0;
    const pid_t pid = ::waitpid(-1, &status, WNOHANG);
    if (pid <= 0) return;
    if (child_ && pid == child_->pid && stage_ == Stage::kRunning) child_ended(status);
  }
}

void Supervisor::child_ended(int status) {
  const std::int64_t now = clock::boottime_ns();
  outcome_.ended_wall_ms = clock::wall_ms();
  outcome_.ended_boottime_ns = now;
  outcome_.duration_ns = now - started_ns_;
  output_retry_ns_ = -1;
  // The child is dead, so this doesn't wait.
  ExecFailure failure;
  if (::read(child_->exec_result.get(), &failure, sizeof failure) == sizeof failure) {
    const std::string& object = failure.stage == ExecStage::kFolder ? message_.cwd : message_.argv[0];
    files_.log.append(
        fmt::format("tt-bringup: cannot {} {}: {}\n", failure.stage == ExecStage::kFolder ? "enter the folder" : "start", object,
                    std::strerror(failure.error_number)),
        now);
    outcome_.state = jobdir::ExitState::kExecFailed;
    outcome_.error_number = failure.error_number;
  } else {
    if (WIFSIGNALED(status)) {
      outcome_.signal = WTERMSIG(status);
    } else {
      outcome_.exit_code = WEXITSTATUS(status);
    }
    outcome_.state = cause_.value_or(outcome_.signal ? jobdir::ExitState::kSignaled : jobdir::ExitState::kExited);
  }
  enter(Stage::kDrain, now);
}

// Log before record, record before the lock, which drops when the process ends.
void Supervisor::finish() {
  const std::int64_t limit = clock::boottime_ns() + 500 * kMs;
  while (output_open_ && read_output(clock::boottime_ns()) && clock::boottime_ns() < limit) {
  }
  safe_.clear();
  redactor_.release(safe_);
  files_.log.append(safe_, clock::boottime_ns());
  files_.log.sync();
  outcome_.log_bytes = files_.log.kept();
  outcome_.dropped_bytes = files_.log.dropped();
  outcome_.gap_bytes = files_.log.gap().end - files_.log.gap().begin;
  // There is nobody left to tell about a failure; the job then shows as lost.
  [[maybe_unused]] const Result<void> written = jobdir::write_exit_record(files_.exit.get(), outcome_);
  if (told_wait_) ::unlinkat(files_.folder.get(), jobdir::kWaitFile.data(), 0);
  ::unlinkat(files_.folder.get(), jobdir::kControlFile.data(), 0);
}

}  // namespace tt::supervisor
