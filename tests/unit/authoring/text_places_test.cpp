#include "authoring/text_places.hpp"

#include <doctest/doctest.h>

using namespace tt::authoring;

TEST_CASE("a place is counted in UTF-16 code units from each line's beginning") {
  // One byte, two, three, and four that are two code units.
  const TextPlaces places("a\u00e9\u20ac\U0001F600z\nsecond\n");
  struct Case {
    Position position;
    std::size_t offset;
  };
  for (const Case& c : {Case{{0, 0}, 0}, Case{{0, 1}, 1}, Case{{0, 2}, 3}, Case{{0, 3}, 6}, Case{{0, 5}, 10}, Case{{0, 6}, 11},
                        Case{{1, 0}, 12}, Case{{1, 6}, 18}, Case{{2, 0}, 19}}) {
    CAPTURE(c.offset);
    CHECK(places.offset_of(c.position) == c.offset);
    CHECK(places.position_of(c.offset) == c.position);
  }
}

TEST_CASE("a place past a line's end is its end, one within a pair its beginning, and one below the text is none") {
  const TextPlaces places("\U0001F600\r\nb");
  CHECK(places.offset_of({0, 1}) == 0);
  CHECK(places.offset_of({0, 100}) == 4);
  CHECK(places.offset_of({1, 100}) == 7);
  CHECK_FALSE(places.offset_of({2, 0}).has_value());
  CHECK(places.line_count() == 2);
  CHECK(places.position_of(1000) == Position{1, 1});
  // Between the carriage return and the line feed there is no place of its own.
  CHECK(places.position_of(5) == Position{0, 2});
}

TEST_CASE("an empty text has one line") {
  const TextPlaces places("");
  CHECK(places.line_count() == 1);
  CHECK(places.offset_of({0, 5}) == 0);
  CHECK(places.position_of(0) == Position{0, 0});
  CHECK_FALSE(places.offset_of({1, 0}).has_value());
}

TEST_CASE("a problem lies at its span, else at its subject, else at its line's words") {
  const TextPlaces places("first\n  tags: [a, b]  \nlast");
  tt::lessons::Problem problem;
  problem.line = 2;
  CHECK(place_of(problem, places) == TextSpan{8, 20});
  problem.subject = "b";
  CHECK(place_of(problem, places) == TextSpan{18, 19});
  problem.subject = "nowhere";
  CHECK(place_of(problem, places) == TextSpan{8, 20});
  problem.span = {0, 5};
  CHECK(place_of(problem, places) == TextSpan{0, 5});
  problem.span = {0, 500};  // of another text
  CHECK(place_of(problem, places) == TextSpan{8, 20});
  problem = {};
  CHECK(place_of(problem, places) == TextSpan{0, 5});
  problem.line = 77;
  CHECK(place_of(problem, places).empty());
}
