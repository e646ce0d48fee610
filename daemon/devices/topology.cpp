#include "topology.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "card.hpp"

namespace tt::devices {
namespace {

struct Shape {
  std::string_view family;
  std::size_t boards;
  std::string_view mesh;
};

// The names that tt-metal's model code knows, by what they are made of (tt-metal, read in 2026).
constexpr Shape kShapes[] = {
    {"n150", 1, "N150"},           {"n150", 4, "N150x4"},
    {"n300", 1, "N300"},           {"n300", 4, "T3K"},
    {"p150", 1, "P150"},           {"p150", 4, "P150x4"},
    {"p150", 8, "P150x8"},         {"p300", 1, "P300"},
    {"galaxy-wormhole", 32, "TG"}, {"galaxy-blackhole", 32, "BHGLX"},
};

// "p150a", "p150b" and "p150c" are one board to software; they differ in cooling and connectors.
std::string_view family_of(std::string_view kind) {
  for (std::string_view family : {"p150", "p300"}) {
    if (kind.starts_with(family)) return family;
  }
  return kind;
}

}  // namespace

std::string mesh_device(const Inventory& inventory) {
  if (inventory.devices.empty()) return {};
  const std::string_view family = family_of(inventory.devices.front().kind);
  const bool mixed = std::ranges::any_of(inventory.devices, [&](const Device& device) { return family_of(device.kind) != family; });
  if (mixed) return {};

  std::size_t boards = inventory.devices.size();
  if (spans_nodes(family)) {
    std::set<std::string_view> serials;
    for (const Device& device : inventory.devices) {
      if (!device.serial) return {};
      serials.insert(*device.serial);
    }
    if (inventory.devices.size() != 2 * serials.size()) return {};  // one chip of a board is away
    boards = serials.size();
  }
  for (const Shape& shape : kShapes) {
    if (shape.family == family && shape.boards == boards) return std::string(shape.mesh);
  }
  return {};
}

std::string lease_name(const Device& device) {
  if (spans_nodes(device.kind) && device.serial) return "board-" + *device.serial;
  return "card-" + std::to_string(device.index);
}

}  // namespace tt::devices
