#include "look_pace.hpp"

#include <algorithm>

namespace tt::devices {
namespace {

using namespace std::chrono_literals;

constexpr auto kUsual = std::chrono::milliseconds(2s);
constexpr auto kLongest = std::chrono::milliseconds(30s);
constexpr auto kSlowLook = 200ms;

bool is_troubled(const std::optional<Inventory>& told, const Inventory& now, std::chrono::nanoseconds took) {
  return now.devices.empty() || took > kSlowLook || (told && now.devices.size() < told->devices.size()) ||
         std::ranges::any_of(now.devices, &Device::resetting);
}

}  // namespace

std::chrono::milliseconds LookPace::after(const std::optional<Inventory>& told, const Inventory& now,
                                          std::chrono::nanoseconds took) {
  pause_ = is_troubled(told, now, took) ? std::clamp(2 * pause_, kUsual, kLongest) : kUsual;
  return pause_;
}

}  // namespace tt::devices
