#include "repos/diff.hpp"

#include <doctest/doctest.h>

using namespace tt;

TEST_CASE("a difference shows what goes and what comes, with its surroundings") {
  const auto text = repos::diff("notes.md", "one\ntwo\nthree\n", "one\n2\nthree\n");
  REQUIRE(text.has_value());
  CHECK(text->find("-two\n+2\n") != std::string::npos);
  CHECK(text->find(" one\n") != std::string::npos);
  CHECK(text->find("notes.md") != std::string::npos);
}

TEST_CASE("the same text has no difference, and a text without a line end is one") {
  CHECK(repos::diff("a", "same\n", "same\n").value_or("?").empty());
  CHECK(repos::diff("a", "", "new").value_or("").find("+new") != std::string::npos);
}
