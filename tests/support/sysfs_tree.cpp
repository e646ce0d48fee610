#include "support/sysfs_tree.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
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
  placed.card = card;
  placed.pci_folder = fmt::format("sys/devices/pci0000:00/0000:00:01.{}/{}", index % 8, card.pci);
  placed.card_folder = fmt::format("{}/tenstorrent/tenstorrent!{}", placed.pci_folder, index);
  placed.sensor_folder = fmt::format("{}/hwmon/hwmon{}", placed.pci_folder, index + 3);
  cards_.push_back(placed);
  place(index);
}

void SysfsTree::place(unsigned index) const {
  const Placed& placed = cards_.at(index);
  const CardSpec& card = placed.card;
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
  if (since(2, 7)) write(placed.card_folder + "/tt_heartbeat", fmt::format("{}\n", 77 + index));
  if (is_wormhole ? since(2, 3) : since(2, 1)) {
    const std::string asic_id = fmt::format("{:08X}{:08X}", 0xB0000000u + index, 0x61000000u + index);
    write(placed.card_folder + "/tt_asic_id", asic_id + "\n");
    if (since(2, 6)) {
      link(fmt::format("dev/tenstorrent/by-id/{}-{}", card.architecture, asic_id), fmt::format("dev/tenstorrent/{}", index));
    }
  }
  struct Sensor {
    std::string_view name;
    std::string_view value;
    std::string_view highest;
  };
  write(placed.sensor_folder + "/name", fmt::format("{}\n", card.architecture));
  for (const Sensor& sensor : {Sensor{"temp1", "47250", "78000"}, Sensor{"in0", "815", "980"}, Sensor{"curr1", "23000", "210000"},
                               Sensor{"power1", "21000000", "130000000"}}) {
    write(fmt::format("{}/{}_input", placed.sensor_folder, sensor.name), fmt::format("{}\n", sensor.value));
    write(fmt::format("{}/{}_max", placed.sensor_folder, sensor.name), fmt::format("{}\n", sensor.highest));
  }
  if (!is_wormhole) write(placed.sensor_folder + "/fan1_input", "1620\n");
}

void SysfsTree::add_box(std::string_view name, std::string_view version) {
  load_driver(version);
  const auto address = [](unsigned bus) { return fmt::format("0000:{:02x}:00.0", bus); };
  const auto repeat = [&](unsigned count, const char* kind, const char* architecture, const std::string& serial,
                          std::uint16_t subsystem) {
    for (unsigned i = 0; i < count; ++i) {
      const std::string own = count == 1 ? serial : fmt::format("{}{:X}", serial.substr(0, 15), i);
      add_card({kind, architecture, own, address(i + 1), subsystem});
    }
  };
  // The nodes of a board have its one serial.
  const auto boards = [&](unsigned count, const char* kind, const std::string& serial, std::uint16_t subsystem) {
    for (unsigned i = 0; i < 2 * count; ++i) {
      add_card({kind, "blackhole", fmt::format("{}{:X}", serial.substr(0, 15), 4 + i / 2), address(i + 1), subsystem});
    }
  };
  // Four trays of eight, each behind buses of its own; the order of the trays is the driver's (2.8 and later).
  const auto galaxy = [&](const char* kind, const char* architecture, const char* serial, std::uint16_t subsystem,
                          std::initializer_list<unsigned> trays) {
    for (const unsigned tray : trays) {
      for (unsigned i = 1; i <= 8; ++i) add_card({kind, architecture, serial, address(tray * 16 + i), subsystem});
    }
  };
  if (name == "n150") return repeat(1, "n150", "wormhole", "0100018611902010", 0x18);
  if (name == "n150x4") return repeat(4, "n150", "wormhole", "0100018611902010", 0x18);
  if (name == "n300") return repeat(1, "n300", "wormhole", "010001451172208F", 0x14);
  if (name == "t3k") return repeat(4, "n300", "wormhole", "010001451172208F", 0x14);
  if (name == "p100a") return repeat(1, "p100a", "blackhole", "000004323191B040", 0x43);
  if (name == "p150a") return repeat(1, "p150a", "blackhole", "0000040100000000", 0x40);
  if (name == "p150b") return repeat(1, "p150b", "blackhole", "000004123191110E", 0x41);
  if (name == "p150c") return repeat(1, "p150c", "blackhole", "0000042131911100", 0x42);
  if (name == "p150x4") return repeat(4, "p150c", "blackhole", "0000042131911100", 0x42);
  if (name == "p300") return boards(1, "p300a", "000004513190F004", 0x45);
  if (name == "p300x2") return boards(2, "p300c", "0000046131905004", 0x46);
  if (name == "galaxy-wormhole") return galaxy("galaxy-wormhole", "wormhole", "0100035100000000", 0x35, {0xC, 0x8, 0x0, 0x4});
  if (name == "galaxy-blackhole") return galaxy("galaxy-blackhole", "blackhole", "0000047131831011", 0x47, {0x0, 0x4, 0xC, 0x8});
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

void SysfsTree::detach(const std::string& path) const {
  const fs::path place = root_ / path;
  fs::remove_all(place);
  if (::mknod(place.c_str(), S_IFSOCK | 0600, 0) != 0) throw std::runtime_error("mknod " + path);
}

void SysfsTree::link(const std::string& path, const std::string& target) const {
  const fs::path place = root_ / path;
  fs::create_directories(place.parent_path());
  fs::create_symlink((root_ / target).lexically_relative(place.parent_path()), place);
}

void SysfsTree::add_process(int pid, std::string_view name, std::uint64_t started_ticks, std::initializer_list<int> threads) const {
  const std::string folder = fmt::format("proc/{}", pid);
  write(folder + "/comm", fmt::format("{}\n", name));
  write(folder + "/stat", fmt::format("{} ({}) S 1 {} {} 0 -1 4194304 9 0 0 0 5 2 0 0 20 0 1 0 {} 1048576 300\n", pid, name, pid,
                                      pid, started_ticks));
  fs::create_directories(root_ / folder / "task" / std::to_string(pid));
  for (const int thread : threads) fs::create_directories(root_ / folder / "task" / std::to_string(thread));
}

void SysfsTree::hold(unsigned index, std::initializer_list<int> pids) const {
  std::string text;
  for (int pid : pids) text += fmt::format("{}\n", pid);
  write(fmt::format("proc/driver/tenstorrent/{}/pids", index), text);
}

void SysfsTree::write_lock(unsigned index, std::uint32_t word, int pid, std::uint64_t mark) const {
  struct {
    std::uint32_t word;
    std::array<char, 36> rest_of_mutex;
    std::uint64_t mark;
    std::int32_t thread, process;
  } lock{word, {}, mark, static_cast<std::int32_t>(word & 0x3fffffff), pid};
  static_assert(sizeof lock == 56);
  write(fmt::format("dev/shm/TT_UMD_LOCK.CHIP_IN_USE_{}_PCIe", index), {reinterpret_cast<const char*>(&lock), sizeof lock});
}

void SysfsTree::take_away(unsigned index) {
  const Placed& placed = cards_.at(index);
  for (const std::string& path :
       {fmt::format("sys/class/tenstorrent/tenstorrent!{}", index), "sys/bus/pci/devices/" + placed.card.pci, placed.pci_folder,
        fmt::format("dev/tenstorrent/{}", index), fmt::format("proc/driver/tenstorrent/{}", index)}) {
    remove(path);
  }
  remove("dev/tenstorrent/by-id");
}

void SysfsTree::bring_back(unsigned index) {
  Placed& placed = cards_.at(index);
  placed.sensor_folder = fmt::format("{}/hwmon/hwmon{}", placed.pci_folder, index + 40);
  place(index);
}

}  // namespace tt::test
