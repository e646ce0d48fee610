#include <doctest/doctest.h>

#include "doctor/checks.hpp"
#include "support/sysfs_tree.hpp"

namespace doctor = tt::doctor;
namespace devices = tt::devices;
using doctor::Status;
using tt::test::SysfsTree;

namespace {

doctor::Hardware look(const SysfsTree& tree) { return {devices::read_inventory(tree.root()), devices::pci_cards(tree.root())}; }

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void set_hugepages(const SysfsTree& tree, std::string_view count, bool is_mounted) {
  tree.write("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", count);
  tree.write("proc/mounts",
             is_mounted ? "none /dev/hugepages-1G hugetlbfs rw,pagesize=1024M 0 0\n" : "none /dev/hugepages hugetlbfs rw 0 0\n");
}

}  // namespace

TEST_CASE("the kernel's version is what its file says") {
  const SysfsTree tree;
  CHECK(doctor::check_kernel(tree.root()).status == Status::kUnknown);
  tree.write("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
  CHECK(doctor::check_kernel(tree.root()).status == Status::kPass);
  CHECK(doctor::check_kernel(tree.root()).detail == "Linux 6.1.0-18-amd64");
}

TEST_CASE("a machine without a card needs no driver, no hugepages and no tt-smi") {
  const SysfsTree tree;
  const doctor::Hardware hardware = look(tree);
  CHECK(doctor::check_driver(hardware).status == Status::kPass);
  CHECK(doctor::check_hugepages(tree.root(), hardware).status == Status::kPass);
  CHECK(doctor::check_tt_smi({}, hardware).status == Status::kPass);
  const doctor::Check cards = doctor::check_cards(hardware);
  CHECK(cards.status == Status::kWarn);
  CHECK(holds(cards.detail, "No card found"));
}

TEST_CASE("the driver passes from 2.0.0 on") {
  struct Case {
    std::string_view version;
    Status status;
  };
  for (const Case& c : {Case{"1.27", Status::kWarn}, Case{"1.34", Status::kWarn}, Case{"2.0.0", Status::kPass},
                        Case{"2.10.0", Status::kPass}, Case{"3.0", Status::kPass}}) {
    CAPTURE(c.version);
    SysfsTree tree;
    tree.add_box("n150", c.version);
    CHECK(doctor::check_driver(look(tree)).status == c.status);
    CHECK(holds(doctor::check_driver(look(tree)).detail, c.version));
    tree.write("sys/module/tenstorrent/version", "dev\n");
    CHECK(doctor::check_driver(look(tree)).status == Status::kUnknown);
  }
}

TEST_CASE("a card on the bus without a driver is a failure that says what to install") {
  SysfsTree tree;
  tree.write("sys/bus/pci/devices/0000:61:00.0/vendor", "0x1e52\n");
  tree.write("sys/bus/pci/devices/0000:61:00.0/device", "0xb140\n");
  const doctor::Check driver = doctor::check_driver(look(tree));
  CHECK(driver.status == Status::kFail);
  CHECK(holds(driver.remedy, "tt-kmd"));
  CHECK(holds(doctor::check_cards(look(tree)).detail, "1 card on the PCI bus"));
  tree.write("sys/bus/pci/devices/0000:61:00.0/device", "0xfaca\n");
  CHECK(holds(doctor::check_cards(look(tree)).detail, "no longer supported"));
}

TEST_CASE("cards are counted by kind, with the MESH_DEVICE that they make up") {
  struct Case {
    std::string_view box;
    std::string_view detail;
  };
  for (const Case& c : {Case{"t3k", "4 x n300; suggested MESH_DEVICE: T3K"}, Case{"p100a", "1 x p100a"},
                        Case{"galaxy-blackhole", "32 x galaxy-blackhole; suggested MESH_DEVICE: BHGLX"}}) {
    SysfsTree tree;
    tree.add_box(c.box);
    CHECK(doctor::check_cards(look(tree)).status == Status::kPass);
    CHECK(doctor::check_cards(look(tree)).detail == c.detail);
  }
  SysfsTree container;
  container.add_box("t3k");
  container.remove("dev/tenstorrent/1");
  container.remove("dev/tenstorrent/2");
  CHECK(doctor::check_cards(look(container)).status == Status::kWarn);
  CHECK(holds(doctor::check_cards(look(container)).detail, "2 cards without a node"));
}

TEST_CASE("hugepages are one of 1 GiB per card, and mounted") {
  struct Case {
    std::string_view count;
    bool is_mounted, has_iommu;
    Status status;
  };
  const Case cases[] = {
      {"4\n", true, false, Status::kPass},   {"8\n", true, false, Status::kPass},       {"3\n", true, false, Status::kWarn},
      {"0\n", true, false, Status::kFail},   {"4\n", false, false, Status::kFail},      {"0\n", false, true, Status::kWarn},
      {"\n", true, false, Status::kUnknown}, {"many\n", true, false, Status::kUnknown},
  };
  for (const Case& c : cases) {
    CAPTURE(c.count);
    CAPTURE(c.is_mounted);
    SysfsTree tree;
    tree.add_box("t3k");
    set_hugepages(tree, c.count, c.is_mounted);
    if (c.has_iommu) tree.write("sys/kernel/iommu_groups/0/type", "DMA\n");
    const doctor::Check check = doctor::check_hugepages(tree.root(), look(tree));
    CHECK(check.status == c.status);
    CHECK(check.remedy.empty() == (c.status == Status::kPass || c.status == Status::kUnknown));
  }
  SysfsTree tree;
  tree.add_box("n150");
  CHECK(doctor::check_hugepages(tree.root(), look(tree)).status == Status::kUnknown);
}
