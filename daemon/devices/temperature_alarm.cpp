#include "temperature_alarm.hpp"

#include <algorithm>

namespace tt::devices {
namespace {

constexpr double kCooledBy = 5;

}  // namespace

std::vector<Device> TemperatureAlarm::crossed(const Inventory& inventory, double threshold) {
  std::vector<Device> crossed;
  if (threshold <= 0) {
    hot_.clear();
    return crossed;
  }
  std::erase_if(hot_, [&](std::uint32_t index) {
    return std::ranges::find(inventory.devices, index, &Device::index) == inventory.devices.end();
  });
  for (const Device& device : inventory.devices) {
    if (!device.temperature) continue;  // unknown: neither hot nor cool
    if (*device.temperature > threshold) {
      if (hot_.insert(device.index).second) crossed.push_back(device);
    } else if (*device.temperature <= threshold - kCooledBy) {
      hot_.erase(device.index);
    }
  }
  return crossed;
}

}  // namespace tt::devices
