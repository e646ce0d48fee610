#include "server/model_runs.hpp"

#include <doctest/doctest.h>

using namespace tt;

namespace {

jobs::JobRecord run(std::uint32_t number) {
  jobs::JobRecord job;
  job.number = number;
  job.title = "Measure tokens per second";
  job.argv = {"python", "-m", "pytest", "demo.py", "-k", "performance and batch-32"};
  job.arguments = {{"model", "a/b"}};
  job.state = jobs::JobState::kExited;
  job.exit_code = 0;
  job.device = "n150 0";
  job.measurements = {{gates::kSpeed, 12.0, "t/s/u"}, {gates::kSpeed, 28.32, "t/s/u"}, {gates::kFirstToken, 104.2, "ms"}};
  return job;
}

}  // namespace

TEST_CASE("a run's last figures count, with what picked it") {
  const auto runs = server::runs_of_model({run(7)}, "a/b");
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].job == "#7");
  CHECK(runs[0].speed == 28.32);
  CHECK(runs[0].first_token == 104.2);
  CHECK_FALSE(runs[0].top1.has_value());
  CHECK(runs[0].setting == "performance and batch-32");
  CHECK(runs[0].card == "n150 0");
}

TEST_CASE("only runs of the model that ended well and measured something count") {
  jobs::JobRecord other = run(1), failed = run(2), live = run(3), silent = run(4), by_environment = run(5), pcc = run(6);
  other.arguments = {{"model", "a/c"}};
  failed.exit_code = 1;
  live.state = jobs::JobState::kRunning;
  silent.measurements.clear();
  by_environment.arguments.clear();
  by_environment.environment = {"HF_MODEL=a/b"};
  pcc.measurements = {{gates::kPcc, 0.99, ""}};
  const auto runs = server::runs_of_model({other, failed, live, silent, by_environment, pcc}, "a/b");
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].job == "#5");
}

TEST_CASE("without an expression the title says what ran") {
  jobs::JobRecord job = run(1);
  job.argv = {"python", "-k"};
  CHECK(server::runs_of_model({job}, "a/b").at(0).setting == "Measure tokens per second");
}
