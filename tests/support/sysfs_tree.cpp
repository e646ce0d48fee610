#include "support/sysfs_tree.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace tt::test {
namespace fs = std::filesystem;

SysfsTree::SysfsTree() {
  std::string name = (fs::temp_directory_path() / "tt-sysfs-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp " + name);
  root_ = name;
  for (const char* folder : {"sys/bus/pci/devices", "dev", "proc/driver"}) fs::create_directories(root_ / folder);
}

SysfsTree::~SysfsTree() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void SysfsTree::load_driver(std::string_view version) {
  if (std::sscanf(std::string(version).c_str(), "%d.%d", &major_, &minor_) != 2) throw std::runtime_error("a version is N.N");
  fs::create_directories(root_ / "sys/class/tenstorrent");
  write("sys/module/tenstorrent/version", fmt::format("{}\n", version));
}

void SysfsTree::add_card(const CardSpec& card) {
  const auto index = static_cast<unsigned>(cards_.size());
  Placed placed;
  placed.pci_folder = fmt::format("sys/devices/pci0000:00/0000:00:01.{}/{}", index % 8, card.pci);
  placed.card_folder = fmt::format("{}/tenstorrent/tenstorrent!{}", placed.pci_folder, index);
  placed.sensor_folder = fmt::format("{}/hwmon/hwmon{}", placed.pci_folder, index + 3);
  cards_.push_back(placed);

  const bool is_wormhole = card.architecture == "wormhole";
  write(placed.pci_folder + "/vendor", "0x1e52\n");
  write(placed.pci_folder + "/device", is_wormhole ? "0x401e\n" : "0xb140\n");
  write(placed.pci_folder + "/subsystem_device", fmt::format("0x{:04x}\n", card.subsystem));
  link("sys/bus/pci/devices/" + card.pci, placed.pci_folder);
  write(placed.card_folder + "/dev", fmt::format("241:{}\n", index));
  link(placed.card_folder + "/device", placed.pci_folder);
  link(fmt::format("sys/class/tenstorrent/tenstorrent!{}", index), placed.card_folder);
  write(fmt::format("dev/tenstorrent/{}", index), "");
  if (is_wormhole ? since(1, 28) : since(1, 32)) add_telemetry(card, index, placed);
  if (since(2, 5)) write(fmt::format("proc/driver/tenstorrent/{}/pids", index), "");
}

void SysfsTree::add_telemetry(const CardSpec& card, unsigned index, const Placed& placed) const {
  const bool is_wormhole = card.architecture == "wormhole";
  write(placed.card_folder + "/tt_serial", fmt::format("{}\n", card.serial));
  write(placed.card_folder + "/tt_card_type", fmt::format("{}\n", card.kind));
  write(placed.card_folder + "/tt_aiclk", is_wormhole ? "500\n" : "800\n");
  if (since(1, 29)) write(placed.card_folder + "/tt_fw_bundle_ver", "19.11.0.0\n");
  if (is_wormhole ? since(2, 3) : since(2, 1)) {
    const std::string asic_id = fmt::format("{:08X}{:08X}", 0xB0000000u + index, 0x61000000u + index);
    write(placed.card_folder + "/tt_asic_id", asic_id + "\n");
    if (since(2, 6)) {
      link(fmt::format("dev/tenstorrent/by-id/{}-{}", card.architecture, asic_id), fmt::format("dev/tenstorrent/{}", index));
    }
  }
  write(placed.sensor_folder + "/name", fmt::format("{}\n", card.architecture));
  write(placed.sensor_folder + "/temp1_input", "47250\n");
  write(placed.sensor_folder + "/power1_input", "21000000\n");
}

void SysfsTree::add_box(std::string_view name, std::string_view version) {
  load_driver(version);
  const auto repeat = [&](unsigned count, std::string_view kind, std::string_view architecture, std::string_view serial,
                          std::uint16_t subsystem) {
    for (unsigned i = 0; i < count; ++i) {
      const std::string own = fmt::format("{}{:X}", serial.substr(0, 15), i);
      add_card({kind, architecture, count == 4 ? own : serial, fmt::format("0000:{:02x}:00.0", i + 1), subsystem});
    }
  };
  if (name == "n150") return repeat(1, "n150", "wormhole", "0100018611902010", 0x18);
  if (name == "n300") return repeat(1, "n300", "wormhole", "010001451172208F", 0x14);
  if (name == "t3k") return repeat(4, "n300", "wormhole", "010001451172208F", 0x14);
  if (name == "p100a") return repeat(1, "p100a", "blackhole", "000004323191B040", 0x43);
  if (name == "p150a") return repeat(1, "p150a", "blackhole", "0000040100000000", 0x40);
  if (name == "p150x4") return repeat(4, "p150c", "blackhole", "0000042131911100", 0x42);
  if (name == "p300") return repeat(2, "p300a", "blackhole", "000004513190F004", 0x45);
  if (name == "galaxy-wormhole") return repeat(32, "galaxy-wormhole", "wormhole", "0100035100000000", 0x35);
  if (name == "galaxy-blackhole") return repeat(32, "galaxy-blackhole", "blackhole", "0000047131831011", 0x47);
  throw std::runtime_error(fmt::format("no box is called {}", name));
}

std::string SysfsTree::card_folder(unsigned index) const { return cards_.at(index).card_folder; }
std::string SysfsTree::sensor_folder(unsigned index) const { return cards_.at(index).sensor_folder; }

void SysfsTree::write(const std::string& path, std::string_view text) const {
  fs::create_directories((root_ / path).parent_path());
  std::ofstream file(root_ / path, std::ios::binary | std::ios::trunc);
  file << text;
  if (!file.flush()) throw std::runtime_error("write " + path);
}

void SysfsTree::remove(const std::string& path) const { fs::remove_all(root_ / path); }

void SysfsTree::make_unreadable(const std::string& path) const {
  fs::remove_all(root_ / path);
  fs::create_directories(root_ / path);
}

void SysfsTree::link(const std::string& path, const std::string& target) const {
  const fs::path place = root_ / path;
  fs::create_directories(place.parent_path());
  fs::create_symlink((root_ / target).lexically_relative(place.parent_path()), place);
}

void SysfsTree::add_process(int pid, std::string_view name) const {
  write(fmt::format("proc/{}/comm", pid), fmt::format("{}\n", name));
}

void SysfsTree::hold(unsigned index, std::initializer_list<int> pids) const {
  std::string text;
  for (int pid : pids) text += fmt::format("{}\n", pid);
  write(fmt::format("proc/driver/tenstorrent/{}/pids", index), text);
}

}  // namespace tt::test
