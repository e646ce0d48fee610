// The readings of the last hour, card by card, in memory that has a bound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inventory.hpp"

namespace tt::devices {

// One reading; what couldn't be read is absent.
struct Sample {
  std::int64_t at_ms = 0;  // wall clock, since the epoch
  std::optional<double> temperature;
  std::optional<double> power;
  std::optional<std::uint32_t> clock;
};

// Invariant: of a card at most kMostSamples, oldest first, at least ten seconds apart and within an hour of the newest; of at
// most kMostCards cards. A card that is another than before under its index begins anew.
class History {
 public:
  static constexpr std::size_t kMostSamples = 360;
  static constexpr std::size_t kMostCards = 64;

  void add(const Inventory& inventory);

  // Empty where nothing was read of it, or where there is no such card.
  std::vector<Sample> of(std::uint32_t index) const;

 private:
  struct Card {
    std::optional<std::string> serial;
    std::optional<std::string> pci;
    std::deque<Sample> samples;
  };
  std::map<std::uint32_t, Card> cards_;
};

}  // namespace tt::devices
