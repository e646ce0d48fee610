// How long to wait between two looks at the cards.
#pragma once

#include <chrono>
#include <optional>

#include "inventory.hpp"

namespace tt::devices {

// Two seconds while all is well. Twice as long as before, up to half a minute, while asking as often would be of no use: there is
// no card, one went away since `told`, one is being reset, or the driver took more than 200 ms to answer.
class LookPace {
 public:
  std::chrono::milliseconds after(const std::optional<Inventory>& told, const Inventory& now, std::chrono::nanoseconds took);

 private:
  std::chrono::milliseconds pause_{0};
};

}  // namespace tt::devices
