#include "devices/temperature_alarm.hpp"

#include <doctest/doctest.h>

namespace devices = tt::devices;

namespace {

devices::Inventory cards(std::initializer_list<std::optional<double>> temperatures) {
  devices::Inventory inventory;
  for (const std::optional<double>& temperature : temperatures) {
    devices::Device& device = inventory.devices.emplace_back();
    device.index = static_cast<std::uint32_t>(inventory.devices.size() - 1);
    device.temperature = temperature;
  }
  return inventory;
}

}  // namespace

TEST_CASE("a card is reported once for each time that it gets too hot") {
  devices::TemperatureAlarm alarm;
  struct Step {
    std::optional<double> temperature;
    bool reported;
  };
  const Step steps[] = {{80.0, false}, {85.0, false}, {85.1, true},  {91.0, false}, {84.9, false}, {85.5, false},
                        {{}, false},   {85.5, false}, {80.0, false}, {85.2, true},  {70.0, false}, {99.0, true}};
  for (const Step& step : steps) {
    CAPTURE(step.temperature.value_or(-1));
    CHECK(alarm.crossed(cards({step.temperature}), 85).size() == (step.reported ? 1 : 0));
  }
}

TEST_CASE("each card is its own, and one that left begins anew") {
  devices::TemperatureAlarm alarm;
  const std::vector<devices::Device> first = alarm.crossed(cards({90.0, 40.0, 95.0}), 85);
  REQUIRE(first.size() == 2);
  CHECK(first[0].index == 0);
  CHECK(first[1].index == 2);
  CHECK(alarm.crossed(cards({90.0, 90.0}), 85).size() == 1);
  CHECK(alarm.crossed(cards({90.0, 90.0, 90.0}), 85).size() == 1);
}

TEST_CASE("without a threshold nothing is too hot") {
  devices::TemperatureAlarm alarm;
  CHECK(alarm.crossed(cards({149.0}), 0).empty());
  CHECK(alarm.crossed(cards({149.0}), 85).size() == 1);
}
