#include "devices/inventory.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "support/sysfs_tree.hpp"

namespace devices = tt::devices;
using tt::test::SysfsTree;

TEST_CASE("without a driver, and with a driver but no card, nothing is there") {
  SysfsTree tree;
  CHECK_FALSE(devices::read_inventory(tree.root()).driver_version.has_value());
  CHECK(devices::read_inventory(tree.root()).devices.empty());
  tree.load_driver("2.10.0");
  CHECK(devices::read_inventory(tree.root()).driver_version == "2.10.0");
  CHECK(devices::read_inventory(tree.root()).devices.empty());
  CHECK(devices::read_inventory(tree.root() / "missing").devices.empty());
}

TEST_CASE("every box shows its nodes, with kind, chips and readings") {
  struct Case {
    std::string_view box;
    std::size_t nodes;
    std::string_view kind;
    std::string_view architecture;
    unsigned chips;
    std::uint32_t clock;
  };
  const Case cases[] = {
      {"n150", 1, "n150", "wormhole", 1, 500},
      {"n150x4", 4, "n150", "wormhole", 1, 500},
      {"n300", 1, "n300", "wormhole", 2, 500},
      {"t3k", 4, "n300", "wormhole", 2, 500},
      {"p100a", 1, "p100a", "blackhole", 1, 800},
      {"p150a", 1, "p150a", "blackhole", 1, 800},
      {"p150b", 1, "p150b", "blackhole", 1, 800},
      {"p150c", 1, "p150c", "blackhole", 1, 800},
      {"p150x4", 4, "p150c", "blackhole", 1, 800},
      {"p300", 2, "p300a", "blackhole", 1, 800},
      {"p300x2", 4, "p300c", "blackhole", 1, 800},
      {"galaxy-wormhole", 32, "galaxy-wormhole", "wormhole", 1, 500},
      {"galaxy-blackhole", 32, "galaxy-blackhole", "blackhole", 1, 800},
  };
  for (const Case& c : cases) {
    CAPTURE(c.box);
    SysfsTree tree;
    tree.add_box(c.box);
    const devices::Inventory inventory = devices::read_inventory(tree.root());
    REQUIRE(inventory.devices.size() == c.nodes);
    for (std::size_t i = 0; i < c.nodes; ++i) {
      const devices::Device& device = inventory.devices[i];
      CHECK(device.index == i);
      CHECK(device.kind == c.kind);
      CHECK(device.architecture == c.architecture);
      CHECK(device.chips == c.chips);
      CHECK(device.has_node);
      CHECK(device.serial.value_or("").size() == 16);
      CHECK(device.asic_id.value_or("").size() == 16);
      CHECK(device.pci == tree.pci(static_cast<unsigned>(i)));
      CHECK(device.firmware == "19.11.0.0");
      CHECK(device.temperature == 47.25);
      CHECK(device.power == 21.0);
      CHECK(device.voltage == 0.815);
      CHECK(device.current == 23.0);
      CHECK(device.fan.has_value() == (c.architecture == "blackhole"));
      CHECK(device.temperature_max == 78.0);
      CHECK(device.power_max == 130.0);
      CHECK(device.clock == c.clock);
      CHECK_FALSE(device.resetting);
      CHECK(device.holders.empty());
      CHECK(device.read_at > 1'700'000'000'000);
    }
  }
}

TEST_CASE("files that an older driver lacks are absent, not zero") {
  struct Case {
    std::string_view box;
    std::string_view version;
    bool telemetry, firmware, asic_id;
  };
  const Case cases[] = {
      {"n150", "1.27", false, false, false},  {"n150", "1.28", true, false, false}, {"n150", "1.29", true, true, false},
      {"n150", "2.2.0", true, true, false},   {"n150", "2.3.0", true, true, true},  {"n150", "2.6.0", true, true, true},
      {"p150a", "1.31", false, false, false}, {"p150a", "1.32", true, true, false}, {"p150a", "2.0.0", true, true, false},
      {"p150a", "2.1.0", true, true, true},   {"p150a", "2.10.0", true, true, true}};
  for (const Case& c : cases) {
    CAPTURE(c.box);
    CAPTURE(c.version);
    SysfsTree tree;
    tree.add_box(c.box, c.version);
    const devices::Inventory inventory = devices::read_inventory(tree.root());
    CHECK(inventory.driver_version == c.version);
    REQUIRE(inventory.devices.size() == 1);
    const devices::Device& device = inventory.devices[0];
    CHECK(device.kind == (c.telemetry ? c.box : "unknown"));
    // The PCI id says so even then.
    CHECK(device.architecture == (c.box == "n150" ? "wormhole" : "blackhole"));
    CHECK(device.serial.has_value() == c.telemetry);
    CHECK(device.clock.has_value() == c.telemetry);
    CHECK(device.temperature.has_value() == c.telemetry);
    CHECK(device.power.has_value() == c.telemetry);
    CHECK(device.voltage.has_value() == c.telemetry);
    CHECK(device.current.has_value() == c.telemetry);
    CHECK(device.temperature_max.has_value() == c.telemetry);
    CHECK(device.firmware.has_value() == c.firmware);
    CHECK(device.asic_id.has_value() == c.asic_id);
    CHECK(device.pci == "0000:01:00.0");
    CHECK_FALSE(device.resetting);
  }
}

TEST_CASE("an attribute that can't be read is absent and leaves the others alone") {
  for (const char* name : {"tt_serial", "tt_card_type", "tt_aiclk", "tt_fw_bundle_ver", "tt_asic_id"}) {
    CAPTURE(name);
    SysfsTree tree;
    tree.add_box("n300");
    tree.make_unreadable(tree.card_folder(0) + "/" + name);
    const devices::Device device = devices::read_inventory(tree.root()).devices.at(0);
    CHECK(device.kind == "n300");  // from tt_card_type, or from the serial
    CHECK(device.serial.has_value() == (name != std::string_view("tt_serial")));
    CHECK(device.clock.has_value() == (name != std::string_view("tt_aiclk")));
    CHECK(device.firmware.has_value() == (name != std::string_view("tt_fw_bundle_ver")));
    CHECK(device.asic_id.has_value() == (name != std::string_view("tt_asic_id")));
  }
}

TEST_CASE("text that isn't the number it should be is absent") {
  SysfsTree tree;
  tree.add_box("n150");
  for (const char* text : {"", "--1", "12 MHz", "99999999999999999999", "0x1f4", "1e3", "\xff\xfe"}) {
    CAPTURE(text);
    tree.write(tree.card_folder(0) + "/tt_aiclk", text);
    tree.write(tree.sensor_folder(0) + "/temp1_input", text);
    const devices::Device device = devices::read_inventory(tree.root()).devices.at(0);
    CHECK_FALSE(device.clock.has_value());
    CHECK_FALSE(device.temperature.has_value());
  }
  tree.write(tree.card_folder(0) + "/tt_aiclk", "4294967296\n");  // more than 32 bits
  CHECK_FALSE(devices::read_inventory(tree.root()).devices.at(0).clock.has_value());
  tree.write(tree.sensor_folder(0) + "/temp1_input", "-1500\n");
  CHECK(devices::read_inventory(tree.root()).devices.at(0).temperature == -1.5);
}

TEST_CASE("a card that the driver doesn't name is known by its serial, then by its PCI ids") {
  for (const char* told : {"unknown", "n150 L", "<script>"}) {
    CAPTURE(told);
    SysfsTree tree;
    tree.add_box("n150");
    tree.write(tree.card_folder(0) + "/tt_card_type", told);
    CHECK(devices::read_inventory(tree.root()).devices.at(0).kind == "n150");
    tree.write(tree.card_folder(0) + "/tt_serial", "0000FFF100000000\n");
    CHECK(devices::read_inventory(tree.root()).devices.at(0).kind == "unknown");
    CHECK(devices::read_inventory(tree.root()).devices.at(0).architecture == "wormhole");
  }
  SysfsTree galaxy;
  galaxy.add_box("galaxy-blackhole", "1.27");
  const devices::Inventory inventory = devices::read_inventory(galaxy.root());
  CHECK(std::ranges::all_of(inventory.devices, [](const devices::Device& d) { return d.kind == "galaxy-blackhole"; }));
}

TEST_CASE("each card has its own holders") {
  SysfsTree tree;
  tree.add_box("t3k");
  tree.hold(1, {4242, 77});
  tree.write_lock(2, 99, 99);
  const devices::Inventory inventory = devices::read_inventory(tree.root());
  CHECK(inventory.devices.at(0).holders.empty());
  CHECK(inventory.devices.at(1).holders.size() == 2);
  CHECK(inventory.devices.at(2).holders.size() == 1);
  CHECK(inventory.devices.at(3).holders.empty());
}

TEST_CASE("only numbers name a device, and one without a node or without a class entry is still listed") {
  SysfsTree tree;
  tree.add_box("t3k");
  for (const char* name :
       {"dev/tenstorrent/control", "dev/tenstorrent/01", "dev/tenstorrent/-1", "dev/tenstorrent/4294967296",
        "sys/class/tenstorrent/tenstorrent!x/dev", "sys/class/tenstorrent/tenstorrent/dev", "sys/class/tenstorrent/7/dev"}) {
    tree.write(name, "");
  }
  tree.remove("dev/tenstorrent/2");
  tree.write("dev/tenstorrent/9", "");
  const devices::Inventory inventory = devices::read_inventory(tree.root());
  REQUIRE(inventory.devices.size() == 5);
  CHECK_FALSE(inventory.devices[2].has_node);
  CHECK(inventory.devices[2].kind == "n300");
  CHECK(inventory.devices[4].index == 9);
  CHECK(inventory.devices[4].has_node);
  CHECK(inventory.devices[4].kind == "unknown");
}

TEST_CASE("sensors are found whatever number hwmon gave them, and only the driver's own count") {
  SysfsTree tree;
  tree.add_box("p150a");
  const std::string sensors = tree.sensor_folder(0);
  const std::string parent = sensors.substr(0, sensors.rfind('/'));
  tree.remove(sensors);
  tree.write(parent + "/hwmon1/name", "nvme\n");
  tree.write(parent + "/hwmon1/temp1_input", "99000\n");
  CHECK_FALSE(devices::read_inventory(tree.root()).devices.at(0).temperature.has_value());
  tree.write(parent + "/hwmon17/name", "blackhole\n");
  tree.write(parent + "/hwmon17/temp1_input", "41000\n");
  CHECK(devices::read_inventory(tree.root()).devices.at(0).temperature == 41.0);
  CHECK_FALSE(devices::read_inventory(tree.root()).devices.at(0).power.has_value());
}

TEST_CASE("a card that goes away while it is read leaves an entry without readings") {
  SysfsTree tree;
  tree.add_box("n150");
  tree.remove(tree.card_folder(0));  // the class entry now points nowhere
  const devices::Inventory inventory = devices::read_inventory(tree.root());
  REQUIRE(inventory.devices.size() == 1);
  CHECK(inventory.devices[0].kind == "unknown");
  CHECK_FALSE(inventory.devices[0].serial.has_value());
}
