#include "devices/history.hpp"

#include <doctest/doctest.h>

namespace devices = tt::devices;

namespace {

constexpr std::int64_t kStart = 1'790'000'000'000;

devices::Inventory reading(std::int64_t at_ms, double celsius, const char* serial = "0100018611902010") {
  devices::Device device;
  device.index = 3;
  device.serial = serial;
  device.temperature = celsius;
  device.read_at = at_ms;
  return {"2.10.0", {device}};
}

}  // namespace

TEST_CASE("of readings at most one in ten seconds is kept, for an hour") {
  devices::History history;
  CHECK(history.of(3).empty());
  for (int second = 0; second <= 7200; second += 2) history.add(reading(kStart + second * 1000, 40 + second));
  const std::vector<devices::Sample> samples = history.of(3);
  REQUIRE(samples.size() == 360);
  CHECK(samples.back().at_ms == kStart + 7'200'000);
  CHECK(samples.back().temperature == 7240);
  for (std::size_t i = 1; i < samples.size(); ++i) CHECK(samples[i].at_ms - samples[i - 1].at_ms == 10'000);
  CHECK(history.of(0).empty());
}

TEST_CASE("what is older than an hour goes when somebody looks again") {
  devices::History history;
  history.add(reading(kStart, 40));
  history.add(reading(kStart + 3'500'000, 41));
  CHECK(history.of(3).size() == 2);
  history.add(reading(kStart + 3'700'000, 42));
  REQUIRE(history.of(3).size() == 2);
  CHECK(history.of(3).front().temperature == 41);
}

TEST_CASE("a reading without values is a gap, not a zero") {
  devices::History history;
  devices::Inventory inventory = reading(kStart, 40);
  inventory.devices[0].temperature.reset();
  history.add(inventory);
  REQUIRE(history.of(3).size() == 1);
  CHECK_FALSE(history.of(3)[0].temperature.has_value());
  CHECK_FALSE(history.of(3)[0].clock.has_value());
}

TEST_CASE("another card under the same index begins anew, and one that doesn't say who it is doesn't") {
  devices::History history;
  history.add(reading(kStart, 40));
  devices::Inventory silent = reading(kStart + 10'000, 41);
  silent.devices[0].serial.reset();
  history.add(silent);
  CHECK(history.of(3).size() == 2);
  history.add(reading(kStart + 20'000, 30, "010001451172208F"));
  REQUIRE(history.of(3).size() == 1);
  CHECK(history.of(3)[0].temperature == 30);
}

TEST_CASE("a clock that is put back leaves no reading in the time to come") {
  devices::History history;
  for (int i = 0; i < 10; ++i) history.add(reading(kStart + i * 60'000, i));
  history.add(reading(kStart + 150'000, 99));
  const std::vector<devices::Sample> samples = history.of(3);
  REQUIRE(samples.size() == 4);
  CHECK(samples.back().temperature == 99);
  CHECK(samples[2].at_ms == kStart + 120'000);
}

TEST_CASE("however many cards come, the memory has a bound") {
  devices::History history;
  for (std::uint32_t index = 0; index < 1000; ++index) {
    devices::Inventory inventory = reading(kStart, 40);
    inventory.devices[0].index = index;
    history.add(inventory);
  }
  CHECK_FALSE(history.of(devices::History::kMostCards - 1).empty());
  CHECK(history.of(devices::History::kMostCards).empty());
}
