#include "server/convert.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>

using namespace tt;
using nlohmann::json;

namespace {

using Values = std::vector<commands::Value>;
using Named = std::map<std::string, commands::Value>;

Result<commands::GivenArguments> read(const std::vector<json>& arguments) {
  std::vector<protocol::Any> any;
  for (const json& argument : arguments) any.emplace_back(argument);
  return server::read_arguments(any);
}

}  // namespace

TEST_CASE("a measurement that isn't a number is left out of the job, and the others stay") {
  jobs::JobRecord job;
  job.id = "x";
  job.measurements = {{"pcc", std::numeric_limits<double>::quiet_NaN(), "", 1, 0, "PCC: nan"},
                      {"pcc", 0.5, "", 2, 9, "PCC: 0.5"},
                      {"ttft", std::numeric_limits<double>::infinity(), "ms", 3, 18, "TTFT: inf"},
                      {"ttft", 12.5, "ms", 4, 27, "TTFT: 12.5 ms"}};
  const protocol::Job wire = server::to_wire(job);
  REQUIRE(wire.measurements.size() == 2);
  CHECK(wire.measurements[0].value == 0.5);
  CHECK_FALSE(wire.measurements[0].unit);
  CHECK(wire.measurements[1].value == 12.5);
  CHECK(wire.measurements[1].unit == "ms");
  CHECK(wire.measurements[1].offset == 27);
}

TEST_CASE("what a job doesn't have is absent on the wire, not empty") {
  jobs::JobRecord job;
  job.id = "x";
  job.state = jobs::JobState::kQueued;
  const protocol::Job wire = server::to_wire(job);
  CHECK_FALSE(wire.command);
  CHECK_FALSE(wire.lesson);
  CHECK_FALSE(wire.step);
  CHECK_FALSE(wire.device);
  CHECK_FALSE(wire.signal);
  CHECK_FALSE(wire.reason);
  CHECK_FALSE(wire.endedAt);
  CHECK_FALSE(wire.exitCode);
  CHECK_FALSE(wire.verdict);
  CHECK_FALSE(wire.durationMs);
}

TEST_CASE("a duration below zero is zero: clocks may step") {
  jobs::JobRecord job;
  job.id = "x";
  job.state = jobs::JobState::kExited;
  job.exit_code = 0;
  job.duration_ms = -5;
  CHECK(server::to_wire(job).durationMs == 0);
}

TEST_CASE("a part of a log names the file or holds the text, never both") {
  jobs::ReadAnswer answer;
  answer.offset = 5;
  answer.next = 9;
  answer.data = "text";
  const protocol::JobReadResult with_text = server::to_wire(answer);
  CHECK(with_text.data == "text");
  CHECK_FALSE(with_text.file);
  answer.data.clear();
  answer.file = "/a/out.log";
  const protocol::JobReadResult with_file = server::to_wire(answer);
  CHECK(with_file.file == "/a/out.log");
  CHECK_FALSE(with_file.data);
}

TEST_CASE("positional arguments keep their types") {
  const auto given = read({"a", 1, 2.5, true, nullptr});
  REQUIRE(given);
  CHECK(std::get<Values>(*given) == Values{std::string("a"), std::int64_t{1}, 2.5, true, std::monostate{}});
  CHECK(std::get<Values>(*read({})).empty());
}

TEST_CASE("one object is named arguments, an object among others is refused") {
  const auto given = read({json{{"model", "x"}, {"rows", 3}}});
  REQUIRE(given);
  CHECK(std::get<Named>(*given) == Named{{"model", std::string("x")}, {"rows", std::int64_t{3}}});
  CHECK_FALSE(read({"a", json::object()}));
}

TEST_CASE("an argument that is no single value, or a number that doesn't fit, is refused") {
  const std::vector<json> bad[] = {
      {json::array({1})}, {json{{"a", json::array()}}}, {json{{"a", json::object()}}}, {std::numeric_limits<std::uint64_t>::max()}};
  for (const auto& arguments : bad) {
    const auto given = read(arguments);
    REQUIRE_FALSE(given);
    CHECK(given.error().kind == ErrorKind::kInvalidArgument);
  }
  CHECK(read({std::numeric_limits<std::int64_t>::max()}));
  CHECK(read({std::numeric_limits<std::int64_t>::min()}));
}

TEST_CASE("a link's arguments are a list, an object, one value, or none") {
  CHECK(std::get<Values>(*server::read_link_arguments("")).empty());
  CHECK(std::get<Values>(*server::read_link_arguments("[\"a\", 2]")) == Values{std::string("a"), std::int64_t{2}});
  CHECK(std::get<Named>(*server::read_link_arguments("{\"a\": true}")) == Named{{"a", true}});
  CHECK(std::get<Values>(*server::read_link_arguments("\"a\"")) == Values{std::string("a")});
  for (const char* bad : {"[", "{'a': 1}", "a", "[[1]]"}) {
    CAPTURE(bad);
    const auto given = server::read_link_arguments(bad);
    REQUIRE_FALSE(given);
    CHECK(given.error().kind == ErrorKind::kInvalidArgument);
  }
}

TEST_CASE("the need of a card is words for people") {
  CHECK(server::describe_device("") == "none");
  CHECK(server::describe_device("none") == "none");
  CHECK(server::describe_device("any") == "any card");
  CHECK(server::describe_device("n300") == "n300");
}

TEST_CASE("what is kept of a step is its state, and an unknown word is nothing done") {
  const auto state = server::to_wire(store::StepRecord{"s", "done", "gate", "job", "PCC 0.998", 0});
  CHECK(state.status == protocol::StepStatus::kDone);
  CHECK(state.by == protocol::ProofKind::kGate);
  CHECK(state.job == "job");
  CHECK(state.at == "1970-01-01T00:00:00.000Z");
  const auto unknown = server::to_wire(store::StepRecord{"s", "splendid", "oracle", "", "", 0});
  CHECK(unknown.status == protocol::StepStatus::kTodo);
  CHECK_FALSE(unknown.by);
  CHECK_FALSE(unknown.job);
}

TEST_CASE("a step whose job waits for a card says what for; one that runs has nothing to say") {
  jobs::JobRecord job;
  job.id = "x";
  job.state = jobs::JobState::kQueued;
  job.reason = "n150 0 is held by job 3";
  CHECK(server::running_state(job).detail == "n150 0 is held by job 3");
  CHECK(server::running_state(job).status == protocol::StepStatus::kRunning);
  job.state = jobs::JobState::kRunning;
  CHECK_FALSE(server::running_state(job).detail);
}

TEST_CASE("a card is told with all that is known of it, and a holder without a usable process id without one") {
  devices::Inventory inventory;
  devices::Device device;
  device.kind = "n150";
  device.architecture = "wormhole";
  device.clock = 1000;
  device.temperature_max = 75;
  device.resetting = true;
  device.holders = {{7, "python", 1'790'000'000'000, true}, {0, std::nullopt}, {std::int64_t{1} << 40, "far"}};
  inventory.devices.push_back(device);
  const auto wire = server::to_wire(inventory);
  REQUIRE(wire.devices.size() == 1);
  REQUIRE(wire.devices[0].holders.size() == 3);
  CHECK(wire.devices[0].holders[0].pid == 7);
  CHECK(wire.devices[0].holders[0].locks);
  CHECK(wire.devices[0].holders[0].since == "2026-09-21T14:13:20.000Z");
  CHECK_FALSE(wire.devices[0].holders[1].pid);  // a process that can't be seen is one all the same
  CHECK_FALSE(wire.devices[0].holders[2].pid);
  CHECK(wire.devices[0].clockActive == true);
  CHECK(wire.devices[0].temperatureLimit == 75);
  CHECK_FALSE(wire.devices[0].powerLimit);
  CHECK(wire.devices[0].resetting);
  CHECK_FALSE(wire.devices[0].temperature);
  CHECK_FALSE(wire.driver);
}
