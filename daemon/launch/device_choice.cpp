#include "device_choice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "commands/device_need.hpp"
#include "devices/topology.hpp"

namespace tt::launch {
namespace {

using commands::DeviceNeed;

// So many that a machine of eight cards is covered whatever the number; of more, the best.
constexpr std::size_t kMostChoices = 128;

// What is leased as one: a card, or all nodes of a board.
struct Unit {
  std::string lease;
  std::vector<const devices::Device*> nodes;
};

std::vector<Unit> units_of(const devices::Inventory& inventory) {
  std::vector<Unit> units;
  for (const devices::Device& device : inventory.devices) {
    const std::string lease = devices::lease_name(device);
    auto unit = std::ranges::find(units, lease, &Unit::lease);
    if (unit == units.end()) unit = units.insert(unit, Unit{lease, {}});
    unit->nodes.push_back(&device);
  }
  return units;
}

// "n150 0"; "p300c 2+3" for a board of two nodes.
std::string describe(const Unit& unit) {
  std::vector<std::uint32_t> nodes;
  for (const devices::Device* node : unit.nodes) nodes.push_back(node->index);
  return fmt::format("{} {}", unit.nodes.front()->kind, fmt::join(nodes, "+"));
}

bool is_held(const Unit& unit) {
  return std::ranges::any_of(unit.nodes, [](const devices::Device* node) { return !node->holders.empty(); });
}

// "p150" means p150a, p150b and p150c: one board to software.
bool is_of_kind(std::string_view kind, std::string_view need) {
  if (kind == need) return true;
  const bool is_family = !need.empty() && need.back() >= '0' && need.back() <= '9';
  return is_family && kind.starts_with(need) && kind.size() == need.size() + 1 && kind.back() >= 'a' && kind.back() <= 'z';
}

bool fits(const Unit& unit, const DeviceNeed& need) {
  switch (need.what) {
    case DeviceNeed::What::kNone: return false;
    case DeviceNeed::What::kAny: return true;
    case DeviceNeed::What::kKind: return is_of_kind(unit.nodes.front()->kind, need.kind);
    case DeviceNeed::What::kCard:
      return std::ranges::any_of(unit.nodes, [&](const devices::Device* node) { return node->index == need.index; });
  }
  return false;
}

std::string what_is_there(const devices::Inventory& inventory) {
  if (!inventory.driver_version) return "The Tenstorrent kernel driver isn't loaded";
  if (inventory.devices.empty()) return "The driver is loaded and reports no card";
  std::vector<std::string> cards;
  for (const Unit& unit : units_of(inventory)) cards.push_back(describe(unit));
  return fmt::format("This machine has {}", fmt::join(cards, ", "));
}

std::string what_is_needed(const DeviceNeed& need) {
  switch (need.what) {
    case DeviceNeed::What::kCard: return fmt::format("the card with index {}", need.index);
    case DeviceNeed::What::kKind:
      return need.count == 1 ? fmt::format("a card of kind {}", need.kind)
                             : fmt::format("{} cards of kind {}", need.count, need.kind);
    default: return "a Tenstorrent card";
  }
}

jobdir::CardChoice make_choice(const std::vector<const Unit*>& units, const devices::Inventory& machine) {
  jobdir::CardChoice choice;
  devices::Inventory leased;
  std::vector<std::string> names;
  for (const Unit* unit : units) {
    choice.leases.push_back(unit->lease);
    names.push_back(describe(*unit));
    for (const devices::Device* node : unit->nodes) {
      choice.nodes.push_back(node->index);
      leased.devices.push_back(*node);
    }
  }
  std::ranges::sort(choice.leases);
  std::ranges::sort(choice.nodes);
  choice.device = fmt::format("{}", fmt::join(names, ", "));
  for (const auto& [name, value] : cards_environment(leased, machine)) choice.environment.push_back(name + "=" + value);
  return choice;
}

// Every way to take `count` of them, the best ones first.
std::vector<std::vector<const Unit*>> combinations(const std::vector<const Unit*>& units, std::size_t count) {
  std::vector<std::vector<const Unit*>> all;
  std::vector<std::size_t> picked(count);
  for (std::size_t i = 0; i < count; ++i) picked[i] = i;
  while (all.size() < kMostChoices) {
    std::vector<const Unit*>& combination = all.emplace_back();
    for (const std::size_t index : picked) combination.push_back(units[index]);
    std::ranges::sort(combination, {}, [](const Unit* unit) { return unit->nodes.front()->index; });
    // The last place that can still move on, and those behind it close up.
    std::size_t place = count;
    while (place > 0 && picked[place - 1] == units.size() - count + place - 1) --place;
    if (place == 0) break;
    ++picked[place - 1];
    for (std::size_t i = place; i < count; ++i) picked[i] = picked[i - 1] + 1;
  }
  return all;
}

std::string_view arch_name(std::string_view architecture) { return architecture == "wormhole" ? "wormhole_b0" : architecture; }

}  // namespace

Result<std::vector<jobdir::CardChoice>> choose_cards(std::string_view text, const devices::Inventory& inventory) {
  const Result<DeviceNeed> need = commands::parse_device_need(text);
  if (!need) return std::unexpected(need.error());
  if (need->what == DeviceNeed::What::kNone) return std::vector<jobdir::CardChoice>{};
  const std::vector<Unit> units = units_of(inventory);
  std::vector<const Unit*> fitting;
  for (const Unit& unit : units) {
    if (fits(unit, *need)) fitting.push_back(&unit);
  }
  if (fitting.size() < need->count) {
    return fail(ErrorKind::kPrerequisite, fmt::format("This needs {}. {}.", what_is_needed(*need), what_is_there(inventory)),
                "Run \"Check this machine\" to see what is missing.");
  }
  std::ranges::sort(fitting, {}, [](const Unit* unit) { return std::pair(is_held(*unit), unit->nodes.front()->index); });
  std::vector<jobdir::CardChoice> choices;
  for (const std::vector<const Unit*>& combination : combinations(fitting, need->count)) {
    choices.push_back(make_choice(combination, inventory));
  }
  return choices;
}

Variables cards_environment(const devices::Inventory& leased, const devices::Inventory& machine) {
  Variables variables;
  if (leased.devices.empty()) return variables;
  if (const std::string mesh = devices::mesh_device(leased); !mesh.empty()) variables.emplace_back("MESH_DEVICE", mesh);
  const std::string& architecture = leased.devices.front().architecture;
  const bool alike = std::ranges::all_of(leased.devices, [&](const auto& device) { return device.architecture == architecture; });
  if (alike && (architecture == "wormhole" || architecture == "blackhole")) {
    variables.emplace_back("ARCH_NAME", arch_name(architecture));
  }
  std::vector<std::string> addresses;
  for (const devices::Device& device : leased.devices) {
    if (device.pci) addresses.push_back(*device.pci);
  }
  // A part of the addresses would hide a card that was leased.
  if (leased.devices.size() < machine.devices.size() && addresses.size() == leased.devices.size()) {
    variables.emplace_back("TT_VISIBLE_DEVICES", fmt::format("{}", fmt::join(addresses, ",")));
  }
  return variables;
}

}  // namespace tt::launch
