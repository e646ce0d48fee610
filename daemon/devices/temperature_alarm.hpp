// Which cards have just become too hot.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "inventory.hpp"

namespace tt::devices {

// Invariant: a card is reported once, and again only after it was 5 degrees below the threshold, or gone, in between.
class TemperatureAlarm {
 public:
  // The cards that are hotter than `threshold` degrees Celsius and weren't reported yet. 0: none ever is.
  std::vector<Device> crossed(const Inventory& inventory, double threshold);

 private:
  std::set<std::uint32_t> hot_;
};

}  // namespace tt::devices
