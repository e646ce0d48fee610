#include "devices/pci.hpp"

#include <doctest/doctest.h>

#include "support/sysfs_tree.hpp"

namespace devices = tt::devices;

TEST_CASE("cards are seen on the PCI bus with and without the driver") {
  tt::test::SysfsTree tree;
  tree.add_box("p300");
  tree.write("sys/bus/pci/devices/0000:00:00.0/vendor", "0x8086\n");
  tree.write("sys/bus/pci/devices/0000:00:00.0/device", "0x401e\n");
  tree.write("sys/bus/pci/devices/0000:61:00.0/vendor", "0x1e52\n");
  tree.write("sys/bus/pci/devices/0000:61:00.0/device", "0xfaca\n");
  tree.make_unreadable("sys/bus/pci/devices/0000:62:00.0/vendor");

  const std::vector<devices::PciCard> cards = devices::pci_cards(tree.root());
  REQUIRE(cards.size() == 3);
  CHECK(cards[0].address == "0000:01:00.0");
  CHECK(cards[0].architecture == "blackhole");
  CHECK(cards[0].has_driver);
  CHECK(cards[2].architecture == "grayskull");
  CHECK_FALSE(cards[2].has_driver);
  CHECK(devices::pci_cards(tree.root() / "missing").empty());
}

TEST_CASE("a PCI address is told from other names") {
  for (const char* good : {"0000:01:00.0", "0000:c1:00.0", "10000:e1:1f.7"}) CHECK(devices::is_pci_address(good));
  for (const char* bad :
       {"", "0000:01:00", "0000:01:00.0x", "01:00.0", "0000-01:00.0", "0000:01:00:0", "tenstorrent!0", "pci0000:00"}) {
    CAPTURE(bad);
    CHECK_FALSE(devices::is_pci_address(bad));
  }
}
