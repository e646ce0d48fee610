#include "authoring/nearest.hpp"

#include <doctest/doctest.h>

using namespace tt::authoring;
using Words = std::vector<std::string>;

TEST_CASE("each slip of the pen counts as one") {
  CHECK(distance("model", "model", 5) == 0);
  CHECK(distance("model", "modle", 5) == 1);
  CHECK(distance("model", "modl", 5) == 1);
  CHECK(distance("model", "moodel", 5) == 1);
  CHECK(distance("model", "mode1", 5) == 1);
  CHECK(distance("model", "MODEL", 5) == 0);
  CHECK(distance("kitten", "sitting", 5) == 3);
  CHECK(distance("", "abc", 5) == 3);
  CHECK(distance("abc", "xyz", 1) == 2);
  CHECK(distance(std::string(300, 'a'), std::string(300, 'a'), 9) == 10);
}

TEST_CASE("the nearest words come first, and what is far doesn't come") {
  const Words known = {"runDemo", "runTokens", "checkMachine", "runDemos", "rundemo"};
  CHECK(nearest("runDemi", known) == Words{"runDemo", "rundemo", "runDemos"});
  CHECK(nearest("chekMachine", known) == Words{"checkMachine"});
  CHECK(nearest("somethingElse", known) == Words{});
  CHECK(nearest("runDemi", known, 1) == Words{"runDemo"});
}
