#include "jobdir/run_record.hpp"

#include <doctest/doctest.h>

#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

TEST_CASE("a run record is read as it was written") {
  const TemporaryFolder place;
  CHECK(read_run_record(place.path).error().kind == ErrorKind::kNotFound);
  RunRecord record{1, {100, 200}, {101, 201}, "11111111-2222", "", 1'790'000'000'123, 456, 2};
  REQUIRE(write_run_record(place.path, record).has_value());
  const Result<RunRecord> read = read_run_record(place.path);
  REQUIRE(read.has_value());
  CHECK(read->supervisor == record.supervisor);
  CHECK(read->child == record.child);
  CHECK(read->boot_id == record.boot_id);
  CHECK(read->started_wall_ms == record.started_wall_ms);
  CHECK(read->started_boottime_ns == record.started_boottime_ns);
  CHECK(read->choice == 2);
}

TEST_CASE("a record that is cut, newer or dangerous is refused") {
  const std::string whole = format_run_record({1, {100, 200}, {101, 201}, "b", "", 1, 2, 0});
  CHECK(parse_run_record(whole + "future=1\n").has_value());
  const std::size_t last_line = whole.rfind("started.boottime_ns");
  for (std::size_t cut = 0; cut <= last_line; ++cut) CHECK_FALSE(parse_run_record(whole.substr(0, cut)).has_value());
  const std::string before = whole.substr(0, whole.find("choice="));
  CHECK(parse_run_record(before).value().choice == 0);
  CHECK(parse_run_record(before + "choice=x\n").error().kind == ErrorKind::kMalformed);
  CHECK(parse_run_record("version=2\n").error().kind == ErrorKind::kUnsupported);
  for (const int pid : {-1, 0, 1}) {
    CHECK(parse_run_record(format_run_record({1, {100, 200}, {pid, 201}, "b", "", 1, 2, 0})).error().kind == ErrorKind::kMalformed);
  }
}
