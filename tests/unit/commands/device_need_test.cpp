#include "commands/device_need.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

using namespace tt;
using commands::DeviceNeed;
using What = DeviceNeed::What;

TEST_CASE("what a job needs is nothing, any card, a kind, a number of a kind, or one card") {
  const std::vector<std::pair<std::string_view, DeviceNeed>> cases = {
      {"", {}},
      {"none", {}},
      {"any", {What::kAny, "", 1, 0}},
      {"n150", {What::kKind, "n150", 1, 0}},
      {"galaxy-wormhole", {What::kKind, "galaxy-wormhole", 1, 0}},
      {"1 p150", {What::kKind, "p150", 1, 0}},
      {"32 galaxy-blackhole", {What::kKind, "galaxy-blackhole", 32, 0}},
      {"card 0", {What::kCard, "", 1, 0}},
      {"card 31", {What::kCard, "", 1, 31}},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    const Result<DeviceNeed> need = commands::parse_device_need(text);
    REQUIRE(need);
    CHECK(*need == expected);
  }
}

TEST_CASE("any other text is refused with the forms that there are") {
  for (const std::string_view text :
       {"0 n300", "33 n300", "-1 n300", "4  n300", "n300 4", "4", "card", "card x", "card -1", "card 4294967296", "N300", "n300;rm",
        "n300-", "none any", "1 none", "2 any", " n300", "n300 "}) {
    CAPTURE(text);
    const Result<DeviceNeed> need = commands::parse_device_need(text);
    REQUIRE_FALSE(need);
    CHECK(need.error().kind == ErrorKind::kInvalidArgument);
    CHECK(need.error().remedy.find("4 n300") != std::string::npos);
  }
}
