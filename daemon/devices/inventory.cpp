#include "inventory.hpp"

#include <fcntl.h>

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>

#include "base/clock.hpp"
#include "card.hpp"
#include "pci.hpp"
#include "sysfs.hpp"

namespace tt::devices {
namespace {

// What lists a card: either may be missing, the class entry in a container without sysfs, the node in one without devices.
struct Found {
  bool in_class = false;
  bool has_node = false;
};

constexpr std::string_view kClassPrefix = "tenstorrent!";  // sysfs writes the '/' of a device's name as '!'

std::optional<std::uint32_t> parse_index(std::string_view text) {
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  const std::optional<std::uint64_t> value = parse_unsigned(text);
  if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

std::map<std::uint32_t, Found> find_devices(int root) {
  std::map<std::uint32_t, Found> found;
  for_each_name(root, "sys/class/tenstorrent", [&](std::string_view name) {
    if (!name.starts_with(kClassPrefix)) return;
    if (const auto index = parse_index(name.substr(kClassPrefix.size()))) found[*index].in_class = true;
  });
  // Other names are links (by-id); the nodes themselves are never opened.
  for_each_name(root, "dev/tenstorrent", [&](std::string_view name) {
    if (const auto index = parse_index(name)) found[*index].has_node = true;
  });
  return found;
}

std::optional<std::uint32_t> read_number(int folder, const char* path, int base) {
  const std::optional<std::string> text = read_text(folder, path);
  if (!text) return std::nullopt;
  const std::optional<std::uint64_t> value = parse_unsigned(*text, base);
  if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

// A sensor's value; hwmon counts in thousandths and millionths.
std::optional<double> read_sensor(int folder, const char* path, double divisor) {
  const std::optional<std::string> text = read_text(folder, path);
  if (!text) return std::nullopt;
  const std::optional<std::int64_t> value = parse_signed(*text);
  if (!value) return std::nullopt;
  return static_cast<double>(*value) / divisor;
}

std::optional<std::string> read_serial(int folder, const char* path) {
  const std::optional<std::string> text = read_text(folder, path);
  return text ? normalise_serial(*text) : std::nullopt;
}

// The card's own kind where the driver says one, else what the serial says, else the box that the PCI ids name.
std::string read_kind(int card, int pci_device, const std::optional<std::string>& serial) {
  const std::optional<std::string> told = read_text(card, "tt_card_type");
  if (told && is_known_kind(*told)) return *told;
  if (serial) {
    const std::string_view decoded = kind_of_serial(*serial);
    if (decoded != kUnknown) return std::string(decoded);
  }
  if (pci_device >= 0) {
    // The two boards that tt-smi tells by their subsystem id.
    const std::optional<std::uint32_t> subsystem = read_number(pci_device, "subsystem_device", 16);
    if (subsystem == 0x35) return "galaxy-wormhole";
    if (subsystem == 0x47) return "galaxy-blackhole";
  }
  return std::string(kUnknown);
}

// .../<PCI address>/tenstorrent/tenstorrent!N is where a class entry points; its "device" link ends in the address, too.
std::optional<std::string> read_pci_address(int root, const char* entry, int card) {
  const auto last = [](std::string_view path) { return path.substr(path.rfind('/') + 1); };
  const auto parent = [](std::string_view path) { return path.substr(0, std::min(path.rfind('/'), path.size())); };
  if (const auto target = read_link(root, entry)) {
    const std::string_view address = last(parent(parent(*target)));
    if (is_pci_address(address)) return std::string(address);
  }
  if (const auto target = read_link(card, "device")) {
    const std::string_view address = last(*target);
    if (is_pci_address(address)) return std::string(address);
  }
  return std::nullopt;
}

void read_sensors(int pci_device, Device& device) {
  // The K of hwmonK changes with every load of the driver.
  for_each_name(pci_device, "hwmon", [&](std::string_view name) {
    if (!name.starts_with("hwmon")) return;
    const Fd folder = open_folder(pci_device, ("hwmon/" + std::string(name)).c_str());
    if (!folder) return;
    const std::optional<std::string> driver = read_text(folder.get(), "name");
    if (driver != "wormhole" && driver != "blackhole") return;
    device.temperature = read_sensor(folder.get(), "temp1_input", 1e3);
    device.power = read_sensor(folder.get(), "power1_input", 1e6);
    if (device.architecture == kUnknown) device.architecture = *driver;
  });
}

Device read_device(int root, std::uint32_t index, const Found& found) {
  Device device;
  device.index = index;
  device.has_node = found.has_node;
  device.holders = holders_of(root, index);
  device.read_at = clock::wall_ms();
  if (!found.in_class) return device;

  const std::string entry = "sys/class/tenstorrent/" + std::string(kClassPrefix) + std::to_string(index);
  const Fd card = open_folder(root, entry.c_str());
  if (!card) return device;  // it went away between listing and looking
  const Fd pci_device = open_folder(card.get(), "device");
  device.pci = read_pci_address(root, entry.c_str(), card.get());
  device.serial = read_serial(card.get(), "tt_serial");
  device.kind = read_kind(card.get(), pci_device.get(), device.serial);
  device.chips = chips_of_kind(device.kind);
  device.architecture = architecture_of_kind(device.kind);
  device.asic_id = read_serial(card.get(), "tt_asic_id");
  device.firmware = read_text(card.get(), "tt_fw_bundle_ver");
  device.clock = read_number(card.get(), "tt_aiclk", 10);
  if (pci_device) {
    if (device.architecture == kUnknown) {
      device.architecture = architecture_of_pci_device(read_number(pci_device.get(), "device", 16).value_or(0));
    }
    read_sensors(pci_device.get(), device);
  }
  return device;
}

}  // namespace

Inventory read_inventory(const std::filesystem::path& root) {
  Inventory inventory;
  const Fd top = open_folder(AT_FDCWD, root.c_str());
  if (!top) return inventory;
  inventory.driver_version = read_text(top.get(), "sys/module/tenstorrent/version");
  for (const auto& [index, found] : find_devices(top.get())) inventory.devices.push_back(read_device(top.get(), index, found));
  return inventory;
}

}  // namespace tt::devices
