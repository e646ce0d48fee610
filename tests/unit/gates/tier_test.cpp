#include "gates/tier.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

TEST_CASE("a tier is reached at its exact share and not below") {
  struct Case {
    double value, maximum;
    std::string_view tier;
  };
  const Case cases[] = {
      {33.6, 48, "hard"},        {33.5, 48, "medium"},
      {33.599999, 48, "medium"}, {48, 48, "hard"},
      {50, 48, "hard"},          {24, 48, "medium"},
      {23.99, 48, "easy"},       {12, 48, "easy"},
      {11.9, 48, "none"},        {0, 48, "none"},
      {0.7, 1, "hard"},          {0.699999, 1, "medium"},
      {7, 10, "hard"},           {7.7, 11, "hard"},
      {16.1, 23, "hard"},        {70.7, 101, "hard"},
      {4.9, 7, "hard"},          {23.1, 33, "hard"},
      {2.8, 4, "hard"},          {9.1, 13, "hard"},
      {14.35, 20.5, "hard"},     {14.349999, 20.5, "medium"},
      {1e9, 1e9, "hard"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.value);
    CAPTURE(c.maximum);
    const auto reached = tt::gates::tier(c.value, c.maximum);
    REQUIRE(reached);
    CHECK(to_string(*reached) == c.tier);
  }
}

TEST_CASE("every tenth of a token that is 70 % of a whole maximum reaches the hard tier") {
  for (int maximum = 1; maximum <= 500; ++maximum) {
    const double share = static_cast<double>(7 * maximum) / 10;
    CAPTURE(maximum);
    CHECK(tt::gates::tier(share, maximum) == tt::gates::Tier::kHard);
    CHECK(tt::gates::tier(share - 0.000001, maximum) == tt::gates::Tier::kMedium);
  }
}

TEST_CASE("there is no tier of what isn't a speed") {
  const double nan = std::nan("");
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK_FALSE(tt::gates::tier(nan, 48));
  CHECK_FALSE(tt::gates::tier(40, nan));
  CHECK_FALSE(tt::gates::tier(infinity, 48));
  CHECK_FALSE(tt::gates::tier(40, infinity));
  CHECK_FALSE(tt::gates::tier(40, 0));
  CHECK_FALSE(tt::gates::tier(40, -1));
  CHECK_FALSE(tt::gates::tier(-1, 48));
}
