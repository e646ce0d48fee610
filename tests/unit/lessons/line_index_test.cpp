#include "lessons/line_index.hpp"

#include <doctest/doctest.h>

#include <string_view>

using tt::lessons::LineIndex;

TEST_CASE("lines end at LF, CR or both") {
  constexpr std::string_view text = "a\nb\r\nc\rd";
  const LineIndex index(text);
  REQUIRE(index.count() == 4);
  CHECK(index.raw(0) == "a\n");
  CHECK(index.raw(1) == "b\r\n");
  CHECK(index.bare(1) == "b");
  CHECK(index.raw(3) == "d");
  CHECK(index.line_of(0) == 0);
  CHECK(index.line_of(4) == 1);
  CHECK(index.line_of(5) == 2);
  CHECK(LineIndex("").count() == 1);
  CHECK(LineIndex("a\n").count() == 1);
  CHECK(LineIndex("\n\n").count() == 2);
}
