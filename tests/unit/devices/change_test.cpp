#include "devices/change.hpp"

#include <doctest/doctest.h>

#include <functional>

namespace devices = tt::devices;

namespace {

devices::Inventory one_card() {
  devices::Device device;
  device.kind = "n150";
  device.has_node = true;
  device.temperature = 50;
  device.power = 20;
  device.clock = 500;
  device.voltage = 0.8;
  device.holders = {{77, "python3", 1'790'000'000'000, false}};
  return {"2.10.0", {device}};
}

}  // namespace

TEST_CASE("only what somebody would see is a change") {
  struct Case {
    const char* what;
    std::function<void(devices::Inventory&)> change;
    bool differs;
  };
  const Case cases[] = {
      {"nothing", [](devices::Inventory&) {}, false},
      {"a later reading", [](devices::Inventory& now) { now.devices[0].read_at = 7; }, false},
      {"half a degree", [](devices::Inventory& now) { now.devices[0].temperature = 50.5; }, false},
      {"half a watt less", [](devices::Inventory& now) { now.devices[0].power = 19.5; }, false},
      {"a trembling clock", [](devices::Inventory& now) { now.devices[0].clock = 510; }, false},
      {"another voltage", [](devices::Inventory& now) { now.devices[0].voltage = 0.9; }, false},
      {"a process's start a tick later", [](devices::Inventory& now) { *now.devices[0].holders[0].since_ms += 10; }, false},
      {"a degree", [](devices::Inventory& now) { now.devices[0].temperature = 51; }, true},
      {"a watt less", [](devices::Inventory& now) { now.devices[0].power = 19; }, true},
      {"the active clock", [](devices::Inventory& now) { now.devices[0].clock = 1000; }, true},
      {"a temperature that is gone", [](devices::Inventory& now) { now.devices[0].temperature.reset(); }, true},
      {"a reset", [](devices::Inventory& now) { now.devices[0].resetting = true; }, true},
      {"no holder", [](devices::Inventory& now) { now.devices[0].holders.clear(); }, true},
      {"another holder", [](devices::Inventory& now) { now.devices[0].holders[0].pid = 78; }, true},
      {"the lock", [](devices::Inventory& now) { now.devices[0].holders[0].locks = true; }, true},
      {"no node", [](devices::Inventory& now) { now.devices[0].has_node = false; }, true},
      {"another firmware", [](devices::Inventory& now) { now.devices[0].firmware = "19.12.0.0"; }, true},
      {"no card", [](devices::Inventory& now) { now.devices.clear(); }, true},
      {"another card", [](devices::Inventory& now) { now.devices.emplace_back().index = 1; }, true},
      {"no driver", [](devices::Inventory& now) { now.driver_version.reset(); }, true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    devices::Inventory now = one_card();
    c.change(now);
    CHECK(devices::differs(one_card(), now) == c.differs);
  }
}
