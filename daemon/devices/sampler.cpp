#include "sampler.hpp"

#include <fcntl.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "attribute_reader.hpp"
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
constexpr unsigned kSamplesBetweenFixed = 32;

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

std::string class_entry(std::uint32_t index) {
  return "sys/class/tenstorrent/" + std::string(kClassPrefix) + std::to_string(index);
}

// The card's own kind where the driver says one, else what the serial says, else the box that the PCI ids name.
std::string read_kind(AttributeReader& reader, int card, int pci_device, const std::optional<std::string>& serial) {
  const std::optional<std::string> told = reader.text(card, "tt_card_type");
  if (told && is_known_kind(*told)) return *told;
  if (serial) {
    const std::string_view decoded = kind_of_serial(*serial);
    if (decoded != kUnknown) return std::string(decoded);
  }
  // The two boards that tt-smi tells by their subsystem id.
  const std::optional<std::uint32_t> subsystem = reader.number(pci_device, "subsystem_device", 16);
  if (subsystem == 0x35) return "galaxy-wormhole";
  if (subsystem == 0x47) return "galaxy-blackhole";
  return std::string(kUnknown);
}

// .../<PCI address>/tenstorrent/tenstorrent!N is where a class entry points; its "device" link ends in the address, too.
std::optional<std::string> read_pci_address(int root, const std::string& entry, int card) {
  const auto last = [](std::string_view path) { return path.substr(path.rfind('/') + 1); };
  const auto parent = [](std::string_view path) { return path.substr(0, std::min(path.rfind('/'), path.size())); };
  if (const auto target = read_link(root, entry.c_str())) {
    const std::string_view address = last(parent(parent(*target)));
    if (is_pci_address(address)) return std::string(address);
  }
  if (const auto target = read_link(card, "device")) {
    const std::string_view address = last(*target);
    if (is_pci_address(address)) return std::string(address);
  }
  return std::nullopt;
}

// The driver's sensors among those of the PCI device. The K of hwmonK changes with every load of the driver.
Fd find_sensors(int pci_device, std::string& driver) {
  Fd sensors;
  for_each_name(pci_device, "hwmon", [&](std::string_view name) {
    if (sensors || !name.starts_with("hwmon")) return;
    Fd folder = open_folder(pci_device, ("hwmon/" + std::string(name)).c_str());
    if (!folder) return;
    const std::optional<std::string> told = read_text(folder.get(), "name");
    if (told != "wormhole" && told != "blackhole") return;
    driver = *told;
    sensors = std::move(folder);
  });
  return sensors;
}

// What doesn't change while the card is there, as far as the driver reaches it.
Device read_fixed(AttributeReader& reader, int card, int pci_device, int sensors) {
  Device fixed;
  fixed.serial = reader.serial(card, "tt_serial");
  fixed.kind = read_kind(reader, card, pci_device, fixed.serial);
  fixed.chips = chips_of_kind(fixed.kind);
  fixed.architecture = architecture_of_kind(fixed.kind);
  if (fixed.architecture == kUnknown) {
    fixed.architecture = architecture_of_pci_device(reader.number(pci_device, "device", 16).value_or(0));
  }
  fixed.asic_id = reader.serial(card, "tt_asic_id");
  fixed.firmware = reader.text(card, "tt_fw_bundle_ver");
  fixed.temperature_max = reader.sensor(sensors, "temp1_max", 1e3);
  fixed.power_max = reader.sensor(sensors, "power1_max", 1e6);
  return fixed;
}

void read_sensors(AttributeReader& reader, int sensors, OpenSensors& open, Device& device) {
  device.temperature = reader.sensor(open.temperature, sensors, "temp1_input", 1e3);
  device.power = reader.sensor(open.power, sensors, "power1_input", 1e6);
  device.voltage = reader.sensor(open.voltage, sensors, "in0_input", 1e3);
  device.current = reader.sensor(open.current, sensors, "curr1_input", 1e3);
  if (device.architecture != "wormhole") device.fan = reader.number(open.fan, sensors, "fan1_input");
}

}  // namespace

Sampler::Sampler(std::filesystem::path root) : root_(std::move(root)) {}

// Opens the card's folders and forgets what was known of the card that had them before.
void Sampler::find_card(int root, std::uint32_t index, Card& card) const {
  const std::string entry = class_entry(index);
  Card found;
  found.folder = open_folder(root, entry.c_str());
  if (!found.folder) {
    card = std::move(found);  // it went away between listing and looking
    return;
  }
  found.pci = open_folder(found.folder.get(), "device");
  found.fixed.pci = read_pci_address(root, entry, found.folder.get());
  // The same card, as far as can be told: while it is out of reach, what it was still holds.
  if (card.fixed.pci && card.fixed.pci == found.fixed.pci) found.fixed = std::move(card.fixed);
  card = std::move(found);
}

void Sampler::read_card(int root, std::uint32_t index, Card& card, Device& device) const {
  AttributeReader reader;
  device.clock = reader.number(card.clock, card.folder.get(), "tt_aiclk");
  if (!device.clock && !reader.detached()) {
    // A driver without this file, or a folder that was taken away: the card may have come back under the same number.
    find_card(root, index, card);
    device.clock = reader.number(card.clock, card.folder.get(), "tt_aiclk");
  }
  if (!card.folder) return;

  Device readings;
  readings.architecture = card.fixed.architecture;
  if (card.sensors) read_sensors(reader, card.sensors.get(), card.open, readings);
  if (!readings.temperature && !reader.detached() && card.pci) {
    std::string driver;
    card.sensors = find_sensors(card.pci.get(), driver);
    card.open = {};
    if (card.sensors) {
      if (readings.architecture == kUnknown) readings.architecture = driver;
      read_sensors(reader, card.sensors.get(), card.open, readings);
    }
  }
  if (!card.settled) {
    AttributeReader now;
    Device fixed = read_fixed(now, card.folder.get(), card.pci.get(), card.sensors.get());
    fixed.pci = card.fixed.pci;
    if (fixed.architecture == kUnknown) fixed.architecture = readings.architecture;
    card.settled = !now.detached();
    // While a card is out of reach a part of this is missing.
    if (card.settled || card.fixed.kind == kUnknown) card.fixed = std::move(fixed);
    device.resetting = now.detached();
  }
  device.resetting = device.resetting || reader.detached();
  if (device.resetting) card.settled = false;

  Device all = card.fixed;
  all.index = device.index;
  all.has_node = device.has_node;
  all.resetting = device.resetting;
  all.clock = device.clock;
  all.temperature = readings.temperature;
  all.power = readings.power;
  all.voltage = readings.voltage;
  all.current = readings.current;
  all.fan = readings.fan;
  device = std::move(all);
}

Inventory Sampler::sample() {
  Inventory inventory;
  if (!top_) top_ = open_folder(AT_FDCWD, root_.c_str());
  if (!top_) return inventory;
  const int root = top_.get();
  const bool is_time_for_fixed = samples_++ % kSamplesBetweenFixed == 0;
  inventory.driver_version = read_text(root, "sys/module/tenstorrent/version");

  const std::map<std::uint32_t, Found> found = find_devices(root);
  std::erase_if(cards_, [&](const auto& card) {
    const auto there = found.find(card.first);
    return there == found.end() || !there->second.in_class;
  });
  inventory.devices.reserve(found.size());
  KnownProcesses processes;
  for (const auto& [index, how] : found) {
    Device& device = inventory.devices.emplace_back();
    device.index = index;
    device.has_node = how.has_node;
    if (how.in_class) {
      Card& card = cards_[index];
      if (is_time_for_fixed) card.settled = false;
      read_card(root, index, card, device);
    }
    device.holders = holders_of(root, index, processes);
    device.read_at = clock::wall_ms();
  }
  return inventory;
}

}  // namespace tt::devices
