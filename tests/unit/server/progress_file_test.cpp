#include "server/progress_file.hpp"

#include <doctest/doctest.h>

#include "base/clock.hpp"
#include "server/step_facts.hpp"

using namespace tt;
using namespace tt::server;

namespace {

KeptSteps some() {
  return {{{"bench", "a"}, {{"one", "done", "exit", "01J", "exit 0", 1000}, {"two", "failed", "gate", "", "PCC 0.5", 2000}}},
          {{"bench", "b"}, {{"three", "todo", "tick", "", "", 3000}}}};
}

}  // namespace

TEST_CASE("progress is read as it was written, and the same progress is the same file") {
  const std::string text = format_progress(some());
  const Result<KeptSteps> read = parse_progress(text);
  REQUIRE(read.has_value());
  CHECK(*read == some());
  CHECK(format_progress(*read) == text);
  CHECK(parse_progress(format_progress({}))->empty());
}

TEST_CASE("a file that is something else is refused in words") {
  const std::string head = R"({"kind":"tt-bringup progress","version":1,"steps":[)";
  const std::string step = R"({"pack":"p","lesson":"l","step":"s","status":"done","by":"exit","job":"","detail":"","atMs":1})";
  REQUIRE(parse_progress(head + step + "]}").has_value());
  const auto with = [&](std::string_view before, std::string_view after) {
    std::string changed = step;
    changed.replace(changed.find(before), before.size(), after);
    return parse_progress(head + changed + "]}");
  };
  for (const auto& [before, after] : {std::pair{R"("pack":"p")", R"("pack":"")"},
                                      {R"("step":"s")", R"("step":7)"},
                                      {R"("done")", R"("maybe")"},
                                      {R"("exit")", R"("check")"},
                                      {R"("atMs":1)", R"("atMs":"1")"},
                                      {R"("atMs":1)", R"("atMs":-1)"}}) {
    CAPTURE(after);
    CHECK(with(before, after).error().kind == ErrorKind::kMalformed);
  }
  for (const std::string& text : {std::string(), std::string("[]"), std::string("{}"), head, std::string(R"({"kind":"x"})"),
                                  std::string(R"({"kind":"tt-bringup progress","version":"1","steps":[]})"),
                                  std::string(R"({"kind":"tt-bringup progress","version":1,"steps":{}})")}) {
    CAPTURE(text);
    CHECK(parse_progress(text).error().kind == ErrorKind::kMalformed);
  }
  for (const char* newer : {"2", "18446744073709551615"}) {
    CHECK(parse_progress(std::string(R"({"kind":"tt-bringup progress","steps":[],"version":)") + newer + "}").error().kind ==
          ErrorKind::kUnsupported);
  }
  CHECK(parse_progress(R"({"kind":"tt-bringup progress","version":0,"steps":[]})").error().kind == ErrorKind::kMalformed);
  CHECK(parse_progress(std::string(kMaxProgressFile + 1, ' ')).error().kind == ErrorKind::kTooLarge);
}

TEST_CASE("a record of the future is one of now, so that it can be replaced") {
  KeptSteps future = some();
  future.begin()->second[0].at_ms = clock::wall_ms() + 1'000'000;
  CHECK(parse_progress(format_progress(future))->begin()->second[0].at_ms <= clock::wall_ms());
}

TEST_CASE("a proof goes stale with its files and with time, where the manifest says so") {
  constexpr std::int64_t kDay = 24LL * 3600 * 1000;
  commands::StepSpec step;
  CHECK_FALSE(stale_because(step, {}, 0, 10'000 * kDay).has_value());
  step.stale.days = 30;
  CHECK_FALSE(stale_because(step, {}, 0, 30 * kDay).has_value());
  CHECK(stale_because(step, {}, 0, 30 * kDay + 1)->contains("1970-01-01"));
  const StepFact changed{.holds = {}, .detail = {}, .changed_ms = 5000, .changed = "/in.txt"};
  CHECK(stale_because(step, changed, 4999, 6000)->contains("/in.txt"));
  CHECK_FALSE(stale_because(step, changed, 5000, 6000).has_value());
}
