#include "launch/test_run.hpp"

#include <doctest/doctest.h>

using namespace tt;

TEST_CASE("what isn't the id of a test below the root never becomes an argument") {
  for (const std::string id :
       {"", "-p evil", "--co", "/etc/test_a.py::test_x", "../test_a.py::test_x", "a/../../test_a.py::test_x", ".."}) {
    CAPTURE(id);
    const auto run = launch::make_test_run("/code/models", "/code", {"models/test_a.py::test_x", id}, false);
    REQUIRE_FALSE(run);
    CHECK(run.error().kind == ErrorKind::kInvalidArgument);
  }
  CHECK(launch::make_test_run("/code/models", "/code", {"models/test_a.py::test_x[../y]"}, false).has_value());
}

TEST_CASE("more tests than one command line holds are refused, by number and by length") {
  const std::vector<std::string> many(launch::kMostTests + 1, "a.py::b");
  CHECK(launch::make_test_run("/code", "/code", many, false).error().kind == ErrorKind::kInvalidArgument);
  const std::vector<std::string> most(launch::kMostTests, "a.py::b");
  CHECK(launch::make_test_run("/code", "/code", most, false).has_value());
  const std::vector<std::string> longest(launch::kMostTests, "a.py::" + std::string(200, 'x'));
  CHECK(launch::make_test_run("/code", "/code", longest, false).error().kind == ErrorKind::kTooLarge);
}
