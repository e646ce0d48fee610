#include "server/progress.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace tt;
using jobs::JobState;

namespace {

jobs::JobRecord job_that(JobState state, std::optional<int> exit_code = {}) {
  jobs::JobRecord job;
  job.id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  job.state = state;
  job.exit_code = exit_code;
  job.created_ms = 1000;
  job.ended_ms = 2000;
  return job;
}

jobs::JobRecord measured_job(std::optional<double> pcc, gates::Verdict verdict) {
  jobs::JobRecord job = job_that(JobState::kExited, 0);
  job.gates = {{"pcc", 0.99, {}}};
  job.verdict = verdict;
  if (pcc) job.measurements.push_back({"pcc", *pcc, "", 3, 40, "PCC"});
  return job;
}

commands::StepSpec step_by(commands::Proof proof) {
  commands::StepSpec step;
  step.id = "build";
  step.proof = proof;
  return step;
}

store::StepRecord record_at(std::int64_t at_ms, std::string status = "done") {
  return {"build", std::move(status), "exit", "", "", at_ms};
}

}  // namespace

TEST_CASE("a job that exited with 0 proves a step by its exit, at the time of its end") {
  const auto record = server::judge_job(job_that(JobState::kExited, 0), step_by(commands::Proof::kExit));
  REQUIRE(record);
  CHECK(*record == store::StepRecord{"build", "done", "exit", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "exit 0", 2000});
}

TEST_CASE("any other end fails the step and says how it ended") {
  jobs::JobRecord killed = job_that(JobState::kSignaled);
  killed.signal = "SIGSEGV";
  jobs::JobRecord lost = job_that(JobState::kLost);
  lost.reason = "the machine was restarted";
  jobs::JobRecord not_run = job_that(JobState::kExecFailed);
  not_run.reason = "no such file";
  const std::pair<jobs::JobRecord, const char*> cases[] = {
      {job_that(JobState::kExited, 3), "exit 3"},   {killed, "ended by SIGSEGV"},
      {lost, "lost: the machine was restarted"},    {not_run, "no such file"},
      {job_that(JobState::kTimedOut), "timed out"},
  };
  for (const auto proof : {commands::Proof::kExit, commands::Proof::kGate, commands::Proof::kTick}) {
    for (const auto& [job, detail] : cases) {
      CAPTURE(detail);
      const auto record = server::judge_job(job, step_by(proof));
      REQUIRE(record);
      CHECK(record->status == "failed");
      CHECK(record->detail == detail);
    }
  }
}

TEST_CASE("a job that goes on, or that the user stopped, says nothing of the step") {
  for (const auto state : {JobState::kQueued, JobState::kRunning, JobState::kCancelled}) {
    CHECK_FALSE(server::judge_job(job_that(state), step_by(commands::Proof::kExit)));
  }
}

TEST_CASE("a job whose end nobody saw counts from when it was made") {
  jobs::JobRecord job = job_that(JobState::kLost);
  job.ended_ms.reset();
  CHECK(server::judge_job(job, step_by(commands::Proof::kExit))->at_ms == 1000);
}

TEST_CASE("a gate passes by its verdict alone") {
  const auto by_gate = step_by(commands::Proof::kGate);
  const auto passed = server::judge_job(measured_job(0.998, gates::Verdict::kPassed), by_gate);
  REQUIRE(passed);
  CHECK(passed->status == "done");
  CHECK(passed->by == "gate");
  CHECK(passed->detail.find("0.998") != std::string::npos);
  CHECK(server::judge_job(measured_job(0.5, gates::Verdict::kFailed), by_gate)->status == "failed");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(server::judge_job(measured_job(nan, gates::Verdict::kFailed), by_gate)->status == "failed");
}

TEST_CASE("without a measurement, or without a gate, a step that asks for one isn't proved by exit 0") {
  const auto by_gate = step_by(commands::Proof::kGate);
  const auto unmeasured = server::judge_job(measured_job({}, gates::Verdict::kUnknown), by_gate);
  REQUIRE(unmeasured);
  CHECK(unmeasured->status == "failed");
  CHECK(unmeasured->detail.ends_with("was not measured"));
  const auto ungated = server::judge_job(job_that(JobState::kExited, 0), by_gate);
  REQUIRE(ungated);
  CHECK(ungated->status == "failed");
  CHECK(ungated->detail == "the job has no gate");
}

TEST_CASE("success doesn't tick what only the user can tick") {
  CHECK_FALSE(server::judge_job(job_that(JobState::kExited, 0), step_by(commands::Proof::kTick)));
}

TEST_CASE("a record replaces nothing, or an older one, and never a later one or itself") {
  CHECK(server::replaces(record_at(5), std::nullopt));
  CHECK(server::replaces(record_at(5), record_at(4)));
  CHECK(server::replaces(record_at(5, "failed"), record_at(4, "done")));
  CHECK_FALSE(server::replaces(record_at(5), record_at(5)));
  CHECK_FALSE(server::replaces(record_at(4), record_at(5)));
}
