// What a job's log says, told while it grows and at its end.
#include <doctest/doctest.h>

#include "bench.hpp"

using namespace bench;
using tt::ErrorKind;
using tt::jobs::JobState;

namespace {

std::string kind(const JobRecord& job) { return job.fault ? job.fault->kind : "none"; }

}  // namespace

TEST_CASE("progress, a fault and errors are known while the job goes on") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const auto job = window.start(
      shell("printf '[1/4] Building a\\n'; echo 'a.cpp:1:2: error: no'; echo 'potential hang detected'; exec sleep 100"));
  REQUIRE(job.has_value());
  loop.until([&] { return window.table->find(job->id)->fault.has_value(); });
  const JobRecord now = *window.table->find(job->id);
  CHECK(now.state == JobState::kRunning);
  CHECK(kind(now) == "hang");
  REQUIRE(now.progress);
  CHECK(now.progress->phase == "Building");
  CHECK(now.progress->fraction == 0.25);
  REQUIRE(now.marks);
  REQUIRE(now.marks->list.size() == 1);
  CHECK(now.marks->list[0].line == 2);
  loop.until([&] { return window.changes[job->id].back().fault.has_value(); });
  REQUIRE(loop.run(window.table->stop(job->id, true)).has_value());
  // The user ended it: there is nothing to explain. What was marked stays.
  const JobRecord over = window.end_of(job->id);
  CHECK(kind(over) == "none");
  REQUIRE(over.marks);
  CHECK(over.marks->list.size() == 1);
}

TEST_CASE("the end of a job decides which fault it had, also for a daemon that comes later") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const struct {
    const char* script;
    const char* kind;
  } cases[] = {
      {"echo \"ModuleNotFoundError: No module named 'x'\"; exit 1", "missingModule"},
      {"echo \"ModuleNotFoundError: No module named 'x'\"; exit 0", "none"},
      {"kill -9 $$", "killed"},
      {"exit 137", "killed"},
      {"echo 'collected 3 items / 3 deselected / 0 selected'; exit 5", "noTests"},
      {"exit 5", "none"},
      {"echo nothing; exit 1", "none"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.script);
    const auto job = window.start(shell(c.script));
    REQUIRE(job.has_value());
    CHECK(kind(window.end_of(job->id)) == c.kind);
  }
  loop.run(window.table->drained());
  for (std::size_t i = 0; i < std::size(cases); ++i) CHECK(kind(window.finals[i]) == cases[i].kind);

  Window later(loop, scratch.path);
  loop.run(later.table->drained());
  const auto jobs = later.table->list(10);
  REQUIRE(jobs->size() == std::size(cases));
  for (std::size_t i = 0; i < std::size(cases); ++i) CHECK(kind((*jobs)[std::size(cases) - 1 - i]) == cases[i].kind);
}

TEST_CASE("the log of an old job is read again for its errors") {
  const Scratch scratch;
  Loop loop;
  std::string id;
  {
    Window window(loop, scratch.path);
    const auto job = window.start(shell("echo 'a.cpp:1:2: error: no'; echo PCC: 0.5"));
    REQUIRE(job.has_value());
    id = job->id;
    window.end_of(id);
  }
  Window later(loop, scratch.path);
  loop.run(later.table->drained());
  CHECK(later.table->find(id)->marks == nullptr);
  const auto examined = loop.run(later.table->examine(id));
  REQUIRE(examined.has_value());
  REQUIRE(examined->marks);
  CHECK(examined->marks->list.size() == 1);
  CHECK(examined->marks->complete);
  CHECK(examined->measurements.size() == 1);
  CHECK(loop.run(later.table->examine("01ARZ3NDEKTSV4RRFFQ69G5FAV")).error().kind == ErrorKind::kNotFound);
}
