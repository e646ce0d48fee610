#include "jobs/recovery.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/clock.hpp"
#include "jobdir/lock.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/process.hpp"
#include "scratch.hpp"

using namespace tt::jobs;
namespace jobdir = tt::jobdir;

namespace {

struct Case {
  std::string_view name;
  Facts facts;
  Decision decision;
};

const std::string kId = "01JD0000000000000000000000";

jobdir::Spec spec_of(const std::string& id) {
  jobdir::Spec spec;
  spec.id = id;
  spec.number = 7;
  spec.title = "Practise";
  spec.argv = {"true"};
  spec.cwd = "/";
  spec.created_wall_ms = 1'700'000'000'000;
  spec.gates = {{"pcc", 0.99, std::nullopt}};
  return spec;
}

// A state folder with one job in it.
struct JobFolder {
  Scratch scratch;
  std::filesystem::path folder;
  JobFolder() {
    REQUIRE(jobdir::prepare_state_root(scratch.path).has_value());
    auto made = jobdir::create_job_folder(scratch.path, kId);
    REQUIRE(made.has_value());
    folder = *made;
  }
  JobFolder& with_spec() {
    REQUIRE(jobdir::write_spec(folder, spec_of(kId)).has_value());
    return *this;
  }
  void write(std::string_view name, std::string_view text) const { std::ofstream(folder / name) << text; }
  Found look() const { return tt::jobs::look(scratch.path, kId); }
};

jobdir::RunRecord run_of(jobdir::ProcessId child, std::string boot_id) {
  jobdir::RunRecord run;
  run.supervisor = {2, 1};
  run.child = child;
  run.boot_id = std::move(boot_id);
  run.started_boottime_ns = 1;
  return run;
}

}  // namespace

TEST_CASE("the decision follows from what was seen, in the order in which it was seen") {
  const std::vector<Case> cases = {
      {"an exit record ends it, whatever else is there",
       {.exit_record = true, .locked = true, .run_record = true, .same_boot = true, .child_alive = true},
       {Standing::kFinal}},
      {"a held lock is life", {.locked = true}, {Standing::kLive}},
      {"a held lock is life in another boot's clothes, too", {.locked = true, .run_record = true}, {Standing::kLive}},
      {"an exit record that came between the two looks",
       {.exit_record_again = true, .run_record = true, .same_boot = true},
       {Standing::kFinal}},
      {"no run record: never started", {}, {Standing::kNeverStarted}},
      {"another boot", {.run_record = true, .child_alive = true}, {Standing::kLostByReboot}},
      {"the supervisor died and so did the child", {.run_record = true, .same_boot = true}, {Standing::kLostBySupervisor}},
      {"the supervisor died and the child runs on",
       {.run_record = true, .same_boot = true, .child_alive = true},
       {Standing::kLostBySupervisor, true}},
      {"a newer spec is never touched",
       {.spec = SpecFile::kNewer, .run_record = true, .same_boot = true, .child_alive = true},
       {Standing::kReadOnly}},
      {"a newer run record is never touched", {.run_newer = true}, {Standing::kReadOnly}},
      {"no spec yet", {.spec = SpecFile::kMissing, .locked = true}, {Standing::kIgnore}},
      {"a spec that is being written", {.spec = SpecFile::kUnreadable, .locked = true}, {Standing::kIgnore}},
      {"a damaged spec", {.spec = SpecFile::kUnreadable}, {Standing::kReadOnly}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(decide(c.facts) == c.decision);
  }
}

TEST_CASE("a folder without a spec is no job") {
  const JobFolder job;
  CHECK(job.look().decision.standing == Standing::kIgnore);
}

TEST_CASE("a folder whose lock is held is a live job, and a lost one when the lock drops") {
  JobFolder job;
  job.with_spec();
  {
    const auto lock = jobdir::create_lock(job.folder);
    REQUIRE(lock.has_value());
    const Found found = job.look();
    CHECK(found.decision.standing == Standing::kLive);
    const JobRecord record = to_record(found);
    CHECK(record.state == JobState::kRunning);
    CHECK(record.number == 7);
    CHECK(record.title == "Practise");
    REQUIRE(record.gates.size() == 1);
    CHECK(record.gates[0].at_least == 0.99);
  }
  const Found found = job.look();
  CHECK(found.decision.standing == Standing::kNeverStarted);
  CHECK(to_record(found).state == JobState::kLost);
}

TEST_CASE("an exit record says how the job ended") {
  JobFolder job;
  job.with_spec();
  job.write("out.log", "12345");
  using jobdir::ExitState;
  const struct {
    ExitState how;
    std::optional<int> exit_code;
    std::optional<int> signal;
    int error_number;
    JobState state;
    std::string_view signal_name;
  } cases[] = {
      {ExitState::kExited, 3, std::nullopt, 0, JobState::kExited, ""},
      {ExitState::kSignaled, std::nullopt, SIGSEGV, 0, JobState::kSignaled, "SIGSEGV"},
      {ExitState::kExecFailed, std::nullopt, std::nullopt, ENOENT, JobState::kExecFailed, ""},
      {ExitState::kTimedOut, std::nullopt, SIGKILL, 0, JobState::kTimedOut, "SIGKILL"},
      {ExitState::kCancelled, std::nullopt, SIGINT, 0, JobState::kCancelled, "SIGINT"},
  };
  for (const auto& c : cases) {
    jobdir::ExitRecord exit;
    exit.state = c.how;
    exit.exit_code = c.exit_code;
    exit.signal = c.signal;
    exit.error_number = c.error_number;
    job.write("exit", jobdir::encode_exit_slot(exit) + std::string(jobdir::kExitSlotBytes, '\0'));
    const JobRecord record = to_record(job.look());
    CHECK(record.state == c.state);
    CHECK(record.exit_code == c.exit_code);
    CHECK(record.signal == c.signal_name);
    CHECK(record.size == 5);
    CHECK((record.state == JobState::kExecFailed) == (record.reason.find("No such file") != std::string::npos));
  }
}

TEST_CASE("a job whose supervisor died is lost, and its child is killed only where it is still the same process") {
  JobFolder job;
  job.with_spec();
  const pid_t child = ::fork();
  if (child == 0) {
    ::setpgid(0, 0);
    for (;;) ::pause();
  }
  ::setpgid(child, child);
  const auto identity = jobdir::identify(child);
  REQUIRE(identity.has_value());

  REQUIRE(jobdir::write_run_record(job.folder, run_of({child, identity->start_time + 1}, tt::clock::boot_id())).has_value());
  CHECK(job.look().decision == Decision{Standing::kLostBySupervisor, false});
  REQUIRE(jobdir::write_run_record(job.folder, run_of(*identity, "another-boot")).has_value());
  CHECK(job.look().decision == Decision{Standing::kLostByReboot, false});
  CHECK(::kill(child, 0) == 0);

  REQUIRE(jobdir::write_run_record(job.folder, run_of(*identity, tt::clock::boot_id())).has_value());
  CHECK(job.look().decision == Decision{Standing::kLostBySupervisor, true});
  // Had it not been killed by now, this would be SIGTERM's.
  ::kill(child, SIGTERM);
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGKILL);
  CHECK(job.look().decision == Decision{Standing::kLostBySupervisor, false});
}

TEST_CASE("a damaged run record is no proof that nothing was started") {
  JobFolder job;
  job.with_spec();
  job.write("run", "version=1\n");
  CHECK(job.look().decision == Decision{Standing::kLostBySupervisor, false});
}

TEST_CASE("a job of a newer version and a damaged one are shown and not touched") {
  const JobFolder job;
  job.write("spec.json", R"({"version": 999})");
  JobRecord record = to_record(job.look());
  CHECK(record.read_only);
  CHECK(record.state == JobState::kLost);
  CHECK(record.reason.find("newer version") != std::string::npos);
  job.write("spec.json", "{");
  record = to_record(job.look());
  CHECK(record.read_only);
  CHECK(record.reason.find("damaged") != std::string::npos);
  CHECK(record.created_ms > 0);
}

TEST_CASE("only folders named by a ULID are jobs, and known ones are skipped") {
  JobFolder job;
  job.with_spec();
  std::filesystem::create_directory(job.scratch.path / "jobs" / "not-a-job");
  const auto all = look_at_all(job.scratch.path, {});
  REQUIRE(all.size() == 1);
  CHECK(all[0].id == kId);
  CHECK(look_at_all(job.scratch.path, {kId}).empty());
  CHECK(look_at_all("/nonexistent/folder", {}).empty());
}
