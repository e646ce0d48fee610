#include "recovery.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <system_error>

#include "base/clock.hpp"
#include "jobdir/lock.hpp"
#include "jobdir/log_gap.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/process.hpp"
#include "jobdir/ulid.hpp"
#include "pin.hpp"
#include "queue.hpp"

namespace tt::jobs {
namespace fs = std::filesystem;

Decision decide(const Facts& facts) {
  switch (facts.spec) {
    case SpecFile::kMissing: return {Standing::kIgnore};
    // A spec that is being written can't be read either; its maker holds the lock meanwhile.
    case SpecFile::kUnreadable: return {facts.locked ? Standing::kIgnore : Standing::kReadOnly};
    case SpecFile::kNewer: return {Standing::kReadOnly};
    case SpecFile::kValid: break;
  }
  if (facts.exit_record) return {Standing::kFinal};
  if (facts.locked) return {Standing::kLive};
  if (facts.exit_record_again) return {Standing::kFinal};
  if (facts.run_newer) return {Standing::kReadOnly};
  if (!facts.run_record) return {Standing::kNeverStarted};
  if (!facts.same_boot) return {Standing::kLostByReboot};
  return {Standing::kLostBySupervisor, facts.child_alive};
}

Found look(const fs::path& state_root, const std::string& id) {
  Found found;
  found.id = id;
  const fs::path folder = jobdir::job_folder(state_root, id);
  Result<jobdir::Spec> spec = jobdir::read_spec(folder);
  if (spec) {
    found.spec = std::move(*spec);
  } else {
    const ErrorKind kind = spec.error().kind;
    found.facts.spec = kind == ErrorKind::kNotFound      ? SpecFile::kMissing
                       : kind == ErrorKind::kUnsupported ? SpecFile::kNewer
                                                         : SpecFile::kUnreadable;
  }
  found.exit = jobdir::read_exit_record(folder);
  found.facts.exit_record = found.exit.has_value();
  found.facts.locked = jobdir::is_locked(folder);
  if (!found.exit) {
    found.exit = jobdir::read_exit_record(folder);
    found.facts.exit_record_again = found.exit.has_value();
  }
  Result<jobdir::RunRecord> run = jobdir::read_run_record(folder);
  if (run) {
    found.run = std::move(*run);
    found.facts.run_record = true;
    found.facts.same_boot = found.run->boot_id == clock::boot_id();
    found.facts.child_alive = found.facts.same_boot && jobdir::is_alive(found.run->child);
  } else {
    found.facts.run_newer = run.error().kind == ErrorKind::kUnsupported;
    // There, but damaged: something was started, and nobody knows what.
    found.facts.run_record = found.facts.same_boot = run.error().kind == ErrorKind::kMalformed;
  }
  struct stat info{};
  const fs::path log = folder / jobdir::kLogFile;
  if (::stat(log.c_str(), &info) == 0) {
    found.log = log.string();
    found.log_size = static_cast<std::uint64_t>(info.st_size);
  }
  if (found.exit) {
    found.missing = found.exit->dropped_bytes + found.exit->gap_bytes;
  } else if (const Fd gap = jobdir::open_gap_file(folder)) {
    found.missing = jobdir::read_gap(gap.get()).missing();
  }
  found.pinned = is_pinned(folder);
  found.decision = decide(found.facts);
  if (found.decision.standing == Standing::kLive && !found.run && !found.spec.choices.empty()) {
    found.queue = look_at_queue(state_root, found.spec);
  }
  // The child leads a process group, and while it lives the group's number is its own.
  if (found.decision.kill_child) ::kill(-found.run->child.pid, SIGKILL);
  return found;
}

std::vector<Found> look_at_all(const fs::path& state_root, const std::set<std::string>& skip) {
  std::vector<std::string> ids;
  std::error_code failure;
  for (fs::directory_iterator it(state_root / "jobs", failure), end; !failure && it != end; it.increment(failure)) {
    std::string name = it->path().filename().string();
    if (jobdir::is_ulid(name) && !skip.contains(name)) ids.push_back(std::move(name));
  }
  std::ranges::sort(ids);
  std::vector<Found> all;
  all.reserve(ids.size());
  for (const std::string& id : ids) all.push_back(look(state_root, id));
  return all;
}

namespace {

// Before it has begun, every card that it may get.
void apply_cards(const Found& found, JobRecord& record) {
  const jobdir::Spec& spec = found.spec;
  record.environment = spec.environment;
  record.need = spec.need;
  const jobdir::CardChoice* got = nullptr;
  if (found.run && found.run->choice < spec.choices.size()) got = &spec.choices[found.run->choice];
  if (spec.choices.size() == 1) got = &spec.choices.front();
  if (got != nullptr) {
    record.device = got->device;
    record.leases = got->leases;
    record.cards_environment = got->environment;
    return;
  }
  record.device = describe_cards(spec.choices, spec.need);
  record.leases = all_leases(spec.choices);
}

void apply_exit(const jobdir::ExitRecord& exit, JobRecord& record) {
  switch (exit.state) {
    case jobdir::ExitState::kExited: record.state = JobState::kExited; break;
    case jobdir::ExitState::kSignaled: record.state = JobState::kSignaled; break;
    case jobdir::ExitState::kExecFailed:
      record.state = JobState::kExecFailed;
      record.reason = fmt::format("The program could not be started: {}.", std::generic_category().message(exit.error_number));
      break;
    case jobdir::ExitState::kTimedOut: record.state = JobState::kTimedOut; break;
    case jobdir::ExitState::kCancelled: record.state = JobState::kCancelled; break;
  }
  record.exit_code = exit.exit_code;
  if (exit.signal) record.signal = signal_name(*exit.signal);
  record.ended_ms = exit.ended_wall_ms;
  record.duration_ms = exit.duration_ns / 1'000'000;
}

}  // namespace

JobRecord to_record(const Found& found) {
  JobRecord record;
  const jobdir::Spec& spec = found.spec;
  record.id = found.id;
  record.number = static_cast<std::uint32_t>(spec.number);
  record.title = spec.title;
  record.command = spec.command;
  record.lesson = spec.lesson;
  record.step = spec.step;
  record.pack = spec.pack;
  record.argv = spec.argv;
  record.cwd = spec.cwd;
  apply_cards(found, record);
  record.file = spec.file;
  record.arguments = spec.arguments;
  record.created_ms = spec.created_wall_ms;
  record.log = found.log;
  record.size = found.log_size;
  record.missing = found.missing;
  record.pinned = found.pinned;
  for (const jobdir::GateSpec& gate : spec.gates) record.gates.push_back({gate.measure, gate.at_least, gate.at_most});
  if (found.run && found.facts.same_boot) record.started_boottime_ns = found.run->started_boottime_ns;
  switch (found.decision.standing) {
    case Standing::kIgnore: break;
    case Standing::kReadOnly:
      record.read_only = true;
      if (record.title.empty()) record.title = "Job of another version";
      if (record.created_ms == 0) record.created_ms = jobdir::ulid_wall_ms(found.id).value_or(0);
      record.state = found.facts.locked ? JobState::kRunning : JobState::kLost;
      record.reason = found.facts.spec == SpecFile::kUnreadable ? "Its spec.json is damaged."
                                                                : "A newer version of tt-bringup made it; this one only shows it.";
      if (found.exit) apply_exit(*found.exit, record);
      break;
    case Standing::kFinal: apply_exit(*found.exit, record); break;
    case Standing::kLive:
      record.state = found.run || spec.choices.empty() ? JobState::kRunning : JobState::kQueued;
      if (record.state == JobState::kQueued) {
        record.queue = found.queue;
        record.reason = describe_wait(record.device, record.queue);
      }
      break;
    case Standing::kNeverStarted:
      record.state = JobState::kLost;
      record.reason = "It was never started: the program that was about to start it ended first.";
      break;
    case Standing::kLostByReboot:
      record.state = JobState::kLost;
      record.reason = "The machine was restarted.";
      break;
    case Standing::kLostBySupervisor:
      record.state = JobState::kLost;
      record.reason = "Its supervisor died.";
      break;
  }
  return record;
}

}  // namespace tt::jobs
