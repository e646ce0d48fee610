#include "devices/sampler.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "devices/topology.hpp"
#include "support/sysfs_tree.hpp"

namespace devices = tt::devices;
using tt::test::SysfsTree;

namespace {

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator{});
}

}  // namespace

TEST_CASE("each sample has the readings of its moment") {
  SysfsTree tree;
  tree.add_box("p150a");
  devices::Sampler sampler(tree.root());
  for (const unsigned celsius : {41u, 63u, 62u}) {
    tree.write(tree.sensor_folder(0) + "/temp1_input", fmt::format("{}000\n", celsius));
    tree.write(tree.sensor_folder(0) + "/fan1_input", fmt::format("{}\n", celsius * 20));
    tree.write(tree.card_folder(0) + "/tt_aiclk", fmt::format("{}\n", celsius * 10));
    const devices::Device device = sampler.sample().devices.at(0);
    CHECK(device.temperature == celsius);
    CHECK(device.fan == celsius * 20);
    CHECK(device.clock == celsius * 10);
    CHECK(device.kind == "p150a");
    CHECK(device.power_max == 130.0);
  }
}

TEST_CASE("a driver that is loaded later, and cards that come and go, are seen") {
  SysfsTree tree;
  devices::Sampler sampler(tree.root());
  CHECK(sampler.sample().devices.empty());
  tree.add_box("p150x4");
  CHECK(sampler.sample().devices.size() == 4);
  tree.take_away(1);
  devices::Inventory inventory = sampler.sample();
  REQUIRE(inventory.devices.size() == 3);
  CHECK(inventory.devices[1].index == 2);
  tree.bring_back(1);  // under another hwmon number
  inventory = sampler.sample();
  REQUIRE(inventory.devices.size() == 4);
  CHECK(inventory.devices[1].kind == "p150c");
  CHECK(inventory.devices[1].temperature == 47.25);
}

TEST_CASE("a card that went and came back between two samples is read where it is now") {
  SysfsTree tree;
  tree.add_box("p150x4");
  devices::Sampler sampler(tree.root());
  sampler.sample();
  tree.take_away(2);
  tree.bring_back(2);
  tree.write(tree.sensor_folder(2) + "/temp1_input", "71500\n");
  const devices::Device device = sampler.sample().devices.at(2);
  CHECK(device.temperature == 71.5);
  CHECK(device.clock == 800);
  CHECK_FALSE(device.resetting);
}

TEST_CASE("sensors that move to another number are found again") {
  SysfsTree tree;
  tree.add_box("n150");
  devices::Sampler sampler(tree.root());
  sampler.sample();
  const std::string before = tree.sensor_folder(0);
  const std::string after = before.substr(0, before.rfind('/')) + "/hwmon91";
  std::filesystem::rename(tree.root() / before, tree.root() / after);
  tree.make_unreadable(before);
  CHECK(sampler.sample().devices.at(0).temperature == 47.25);
  tree.remove(after);
  CHECK_FALSE(sampler.sample().devices.at(0).temperature.has_value());
}

TEST_CASE("while a card is reset its readings are unknown and what it is stays known") {
  SysfsTree tree;
  tree.add_box("p300");
  devices::Sampler sampler(tree.root());
  const std::string lease = devices::lease_name(sampler.sample().devices.at(1));
  for (const char* name : {"tt_aiclk", "tt_serial", "tt_card_type", "tt_fw_bundle_ver", "tt_asic_id"})
    tree.detach(tree.card_folder(1) + "/" + name);
  for (const char* name : {"temp1_input", "temp1_max", "power1_input", "in0_input", "curr1_input", "fan1_input"}) {
    tree.detach(tree.sensor_folder(1) + "/" + name);
  }
  for (int i = 0; i < 40; ++i) {  // longer than what is remembered goes without a look
    const devices::Inventory inventory = sampler.sample();
    REQUIRE(inventory.devices.size() == 2);
    CHECK_FALSE(inventory.devices[0].resetting);
    const devices::Device& device = inventory.devices[1];
    CHECK(device.resetting);
    CHECK(device.kind == "p300a");
    CHECK(device.pci == tree.pci(1));
    CHECK(devices::lease_name(device) == lease);
    CHECK_FALSE(device.clock.has_value());
    CHECK_FALSE(device.temperature.has_value());
    CHECK_FALSE(device.power.has_value());
    CHECK_FALSE(device.fan.has_value());
  }
  // After it the firmware may be another.
  tree.take_away(1);
  tree.bring_back(1);
  tree.write(tree.card_folder(1) + "/tt_fw_bundle_ver", "19.12.0.0\n");
  const devices::Device device = sampler.sample().devices.at(1);
  CHECK_FALSE(device.resetting);
  CHECK(device.firmware == "19.12.0.0");
  CHECK(device.clock == 800);
}

TEST_CASE("one attribute out of reach is enough to say that a card is being reset") {
  for (const char* name : {"card/tt_aiclk", "card/tt_serial", "sensors/temp1_input", "sensors/curr1_input"}) {
    CAPTURE(name);
    SysfsTree tree;
    tree.add_box("n150");
    const std::string path = name;
    const std::string file = path.substr(path.find('/'));
    tree.detach((path.starts_with("card") ? tree.card_folder(0) : tree.sensor_folder(0)) + file);
    const devices::Device device = devices::read_inventory(tree.root()).devices.at(0);
    CHECK(device.resetting);
    CHECK(device.kind == "n150");
  }
}

TEST_CASE("what doesn't change is read again now and then") {
  SysfsTree tree;
  tree.add_box("n150");
  devices::Sampler sampler(tree.root());
  sampler.sample();
  tree.write(tree.card_folder(0) + "/tt_fw_bundle_ver", "20.0.0.0\n");
  bool seen = false;
  for (int i = 0; i < 32 && !seen; ++i) seen = sampler.sample().devices.at(0).firmware == "20.0.0.0";
  CHECK(seen);
}

TEST_CASE("many samples keep no more descriptors open than one, and none of them the card's node") {
  SysfsTree tree;
  tree.add_box("galaxy-blackhole");
  devices::Sampler sampler(tree.root());
  sampler.sample();
  const std::ptrdiff_t after_one = open_descriptors();
  for (int i = 0; i < 70; ++i) {
    if (i == 20) {
      for (unsigned card = 0; card < 32; ++card) tree.take_away(card);
    }
    if (i == 40) {
      for (unsigned card = 0; card < 32; ++card) tree.bring_back(card);
    }
    sampler.sample();
  }
  CHECK(open_descriptors() == after_one);
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code ignored;
    CHECK(std::filesystem::read_symlink(entry, ignored).string().find("/dev/tenstorrent") == std::string::npos);
  }
}
