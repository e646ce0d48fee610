#include "devices/topology.hpp"

#include <doctest/doctest.h>

#include "support/sysfs_tree.hpp"

namespace devices = tt::devices;

namespace {

devices::Inventory boards(std::initializer_list<std::pair<const char*, const char*>> kinds_and_serials) {
  devices::Inventory inventory;
  for (const auto& [kind, serial] : kinds_and_serials) {
    devices::Device device;
    device.index = static_cast<std::uint32_t>(inventory.devices.size());
    device.kind = kind;
    if (*serial) device.serial = serial;
    inventory.devices.push_back(device);
  }
  return inventory;
}

}  // namespace

TEST_CASE("a box suggests the MESH_DEVICE that it is made of") {
  struct Case {
    std::string_view box;
    std::string_view mesh;
  };
  const Case cases[] = {
      {"n150", "N150"},     {"n300", "N300"},          {"t3k", "T3K"},
      {"p100a", ""},        {"p150a", "P150"},         {"p300", "P300"},
      {"p150x4", "P150x4"}, {"galaxy-wormhole", "TG"}, {"galaxy-blackhole", "BHGLX"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.box);
    tt::test::SysfsTree tree;
    tree.add_box(c.box);
    CHECK(devices::mesh_device(devices::read_inventory(tree.root())) == c.mesh);
  }
}

TEST_CASE("no MESH_DEVICE is suggested where the cards leave a doubt") {
  CHECK(devices::mesh_device({}).empty());
  CHECK(devices::mesh_device(boards({{"unknown", ""}})).empty());
  CHECK(devices::mesh_device(boards({{"n150", "1"}, {"n300", "2"}})).empty());
  CHECK(devices::mesh_device(boards({{"n300", "1"}, {"n300", "2"}})).empty());
  CHECK(devices::mesh_device(boards({{"p300a", "1"}})).empty());                  // its other chip is away
  CHECK(devices::mesh_device(boards({{"p300a", "1"}, {"p300a", "2"}})).empty());  // halves of two boards
  CHECK(devices::mesh_device(boards({{"p300a", ""}, {"p300a", ""}})).empty());    // can't be told
  CHECK(devices::mesh_device(boards({{"p300a", "1"}, {"p300c", "1"}})) == "P300");
  CHECK(devices::mesh_device(boards({{"p150a", "1"}, {"p150b", "2"}, {"p150c", "3"}, {"p150c", "4"}})) == "P150x4");
}

TEST_CASE("the nodes of one board share a lease, and cards of one box don't") {
  tt::test::SysfsTree p300;
  p300.add_box("p300");
  const devices::Inventory two_nodes = devices::read_inventory(p300.root());
  CHECK(devices::lease_name(two_nodes.devices.at(0)) == "board-000004513190F004");
  CHECK(devices::lease_name(two_nodes.devices.at(1)) == "board-000004513190F004");

  tt::test::SysfsTree galaxy;
  galaxy.add_box("galaxy-blackhole");  // one serial for all 32
  const devices::Inventory tray = devices::read_inventory(galaxy.root());
  CHECK(devices::lease_name(tray.devices.at(0)) == "card-0");
  CHECK(devices::lease_name(tray.devices.at(31)) == "card-31");
  CHECK(devices::lease_name(boards({{"p300a", ""}}).devices.at(0)) == "card-0");
}
