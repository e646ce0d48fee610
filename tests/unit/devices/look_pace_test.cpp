#include "devices/look_pace.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using tt::devices::Inventory;
using tt::devices::LookPace;

namespace {

Inventory cards(std::size_t count, bool resetting = false) {
  Inventory inventory;
  inventory.devices.resize(count);
  for (tt::devices::Device& device : inventory.devices) device.resetting = resetting;
  return inventory;
}

}  // namespace

TEST_CASE("cards that answer are looked at every two seconds") {
  LookPace pace;
  for (int i = 0; i < 5; ++i) CHECK(pace.after(cards(2), cards(2), 1ms) == 2s);
}

TEST_CASE("what can't be read is asked less and less often, up to half a minute, and as before once it can") {
  struct Case {
    const char* what;
    std::size_t told;
    Inventory now;
    std::chrono::nanoseconds took;
  };
  const Case cases[] = {
      {"no card", 0, cards(0), 1ms},
      {"one went away", 2, cards(1), 1ms},
      {"a reset", 1, cards(1, true), 1ms},
      {"a slow driver", 1, cards(1), 201ms},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    LookPace pace;
    CHECK(pace.after({}, cards(1), 1ms) == 2s);
    for (const auto expected : {4s, 8s, 16s, 30s, 30s}) CHECK(pace.after(cards(c.told), c.now, c.took) == expected);
    CHECK(pace.after(cards(1), cards(1), 1ms) == 2s);
  }
}
