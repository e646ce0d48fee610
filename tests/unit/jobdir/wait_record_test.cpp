#include "jobdir/wait_record.hpp"

#include <doctest/doctest.h>

#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

TEST_CASE("what a job waits for is read as it was written") {
  const TemporaryFolder place;
  CHECK(read_wait_record(place.path).error().kind == ErrorKind::kNotFound);
  const WaitRecord ours{3, "n300 0, n300 1", "01ARZ3NDEKTSV4RRFFQ69G5FAV", 0, "", false, 1'790'000'000'123};
  REQUIRE(write_wait_record(place.path, ours).has_value());
  CHECK(read_wait_record(place.path).value() == ours);
  const WaitRecord foreign{1, "n150 0", "", 4242, "python3 -m x", true, std::nullopt};
  REQUIRE(write_wait_record(place.path, foreign).has_value());
  CHECK(read_wait_record(place.path).value() == foreign);
}

TEST_CASE("a program's name can't forge a line, unknown keys are skipped, and a number has to be one") {
  WaitRecord record;
  record.program = "a\njob=01ARZ3NDEKTSV4RRFFQ69G5FAV\rb";
  CHECK(parse_wait_record(format_wait_record(record)).value().job.empty());
  CHECK(parse_wait_record("position=2\nnew=thing\n\nno key").value().position == 2);
  CHECK(parse_wait_record("").value() == WaitRecord{});
  for (const char* text : {"position=x", "position=", "pid=4x", "since=-", "position=99999999999"}) {
    CAPTURE(text);
    CHECK(parse_wait_record(text).error().kind == ErrorKind::kMalformed);
  }
}
