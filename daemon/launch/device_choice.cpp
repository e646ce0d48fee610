#include "device_choice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace tt::launch {
namespace {

std::string what_is_there(const devices::Inventory& inventory) {
  if (!inventory.driver_version) return "The Tenstorrent kernel driver isn't loaded";
  if (inventory.devices.empty()) return "The driver is loaded and reports no card";
  std::vector<std::string> cards;
  for (const devices::Device& device : inventory.devices) cards.push_back(describe_card(device));
  return fmt::format("This machine has {}", fmt::join(cards, ", "));
}

}  // namespace

Result<std::optional<devices::Device>> choose_card(std::string_view need, const devices::Inventory& inventory) {
  if (need.empty() || need == "none") return std::nullopt;
  const devices::Device* chosen = nullptr;
  for (const devices::Device& device : inventory.devices) {
    if (need != "any" && device.kind != need) continue;
    if (chosen == nullptr || (!chosen->holders.empty() && device.holders.empty())) chosen = &device;
  }
  if (chosen != nullptr) return *chosen;
  const std::string wanted = need == "any" ? "a Tenstorrent card" : fmt::format("a card of kind {}", need);
  return fail(ErrorKind::kPrerequisite, fmt::format("This needs {}. {}.", wanted, what_is_there(inventory)),
              "Run \"Check this machine\" to see what is missing.");
}

std::string describe_card(const std::optional<devices::Device>& card) {
  return card ? fmt::format("{} {}", card->kind, card->index) : "none";
}

}  // namespace tt::launch
