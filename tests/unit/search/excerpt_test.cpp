#include "search/excerpt.hpp"

#include <doctest/doctest.h>

using namespace tt::search;

TEST_CASE("marks become ranges, and blanks of every kind one") {
  CHECK(read_excerpt("the \x01gate\x02  asks\n\tfor \x01PCC\x02") == Excerpt{"the gate asks for PCC", {{4, 8}, {18, 21}}});
  CHECK(read_excerpt("\n  \x01x\x02") == Excerpt{"x", {{0, 1}}});
}

TEST_CASE("ranges count UTF-16 code units") {
  CHECK(read_excerpt("\u00e9\u20ac\U0001F600 \x01m\u00fc\U0001F600\x02!") ==
        Excerpt{"\u00e9\u20ac\U0001F600 m\u00fc\U0001F600!", {{5, 9}}});
}

TEST_CASE("matches of one text count once") {
  CHECK(different_matches(read_excerpt("\x01PCC\x02 \x01pcc\x02 \x01m\u00fc\x02")) == 2);
  CHECK(different_matches(read_excerpt("none")) == 0);
}

TEST_CASE("a mark that isn't closed, or holds nothing, is no match") {
  CHECK(read_excerpt("a \x01 b") == Excerpt{"a b", {}});
  CHECK(read_excerpt("a \x01\x02 b\x02").matches.empty());
}

TEST_CASE("a long text is cut around the first match, at a character's border") {
  std::string marked;
  for (int i = 0; i < 400; ++i) marked += "\U0001F600";
  marked += "\x01here\x02";
  for (int i = 0; i < 400; ++i) marked += "\U0001F600";
  marked += "\x01there\x02";
  const Excerpt excerpt = read_excerpt(marked);
  CHECK(excerpt.text.starts_with("\u2026\U0001F600"));
  CHECK(excerpt.text.ends_with("\U0001F600\u2026"));
  REQUIRE(excerpt.matches.size() == 1);
  CHECK(excerpt.matches[0] == Range{81, 85});
  CHECK(excerpt.text.substr(3 + 40 * 4, 4) == "here");
}

TEST_CASE("a match that is longer than what is shown is cut, too") {
  const Excerpt excerpt = read_excerpt("ab \x01" + std::string(1000, 'x') + "\x02");
  CHECK(excerpt.matches.at(0) == Range{3, kExcerptUnits});
}
