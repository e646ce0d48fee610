#include "history.hpp"

namespace tt::devices {
namespace {

constexpr std::int64_t kBetweenMs = 10'000;
constexpr std::int64_t kKeptMs = 3'600'000;

void add_sample(std::deque<Sample>& samples, const Sample& sample) {
  // The clock was put back: what it says of the time to come is no longer true.
  while (!samples.empty() && samples.back().at_ms > sample.at_ms + kBetweenMs) samples.pop_back();
  if (!samples.empty() && sample.at_ms - samples.back().at_ms < kBetweenMs) return;
  samples.push_back(sample);
  while (samples.size() > History::kMostSamples || samples.front().at_ms < sample.at_ms - kKeptMs) samples.pop_front();
}

}  // namespace

void History::add(const Inventory& inventory) {
  for (const Device& device : inventory.devices) {
    if (!cards_.contains(device.index) && cards_.size() >= kMostCards) continue;
    Card& card = cards_[device.index];
    // A card in a reset may not say who it is.
    const bool is_another =
        (card.serial && device.serial && card.serial != device.serial) || (card.pci && device.pci && card.pci != device.pci);
    if (is_another) card = {};
    if (device.serial) card.serial = device.serial;
    if (device.pci) card.pci = device.pci;
    add_sample(card.samples, {device.read_at, device.temperature, device.power, device.clock});
  }
}

std::vector<Sample> History::of(std::uint32_t index) const {
  const auto card = cards_.find(index);
  if (card == cards_.end()) return {};
  return {card->second.samples.begin(), card->second.samples.end()};
}

}  // namespace tt::devices
