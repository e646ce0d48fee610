#include "jobs/record.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include "base/clock.hpp"

using namespace tt::jobs;

TEST_CASE("only a queued and a running job aren't over") {
  const std::pair<JobState, std::string_view> states[] = {
      {JobState::kQueued, "queued"},         {JobState::kRunning, "running"},
      {JobState::kExited, "exited"},         {JobState::kSignaled, "signaled"},
      {JobState::kExecFailed, "execFailed"}, {JobState::kTimedOut, "timedOut"},
      {JobState::kCancelled, "cancelled"},   {JobState::kLost, "lost"},
  };
  for (const auto& [state, name] : states) {
    CHECK(to_string(state) == name);
    CHECK(is_final(state) == (name != "queued" && name != "running"));
  }
}

TEST_CASE("signals have names, and those without one a number") {
  CHECK(signal_name(SIGKILL) == "SIGKILL");
  CHECK(signal_name(SIGINT) == "SIGINT");
  CHECK(signal_name(40) == "SIG40");
  CHECK(signal_name(0) == "SIG0");
}

TEST_CASE("the duration counts on while the job runs and stands still afterwards") {
  JobRecord job;
  CHECK_FALSE(duration_now_ms(job).has_value());
  job.state = JobState::kRunning;
  job.started_boottime_ns = tt::clock::boottime_ns() - 5'000'000'000;
  CHECK(duration_now_ms(job).value_or(0) >= 5000);
  job.state = JobState::kExited;
  job.duration_ms = 1234;
  CHECK(duration_now_ms(job) == 1234);
}
