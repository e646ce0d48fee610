#include "change.hpp"

#include <algorithm>
#include <cmath>

namespace tt::devices {
namespace {

constexpr double kDegrees = 1;
constexpr double kWatts = 1;
constexpr double kMegahertz = 25;

template <class Number>
bool moved(const std::optional<Number>& before, const std::optional<Number>& now, double step) {
  if (before.has_value() != now.has_value()) return true;
  return now && std::abs(static_cast<double>(*now) - static_cast<double>(*before)) >= step;
}

// When a process began is reckoned anew each time, so that it may differ by a tick.
bool same_holder(const Holder& a, const Holder& b) { return a.pid == b.pid && a.program == b.program && a.locks == b.locks; }

bool differs(const Device& before, const Device& now) {
  return before.index != now.index || before.kind != now.kind || before.architecture != now.architecture ||
         before.has_node != now.has_node || before.resetting != now.resetting || before.serial != now.serial ||
         before.pci != now.pci || before.firmware != now.firmware ||
         !std::ranges::equal(before.holders, now.holders, same_holder) || moved(before.temperature, now.temperature, kDegrees) ||
         moved(before.power, now.power, kWatts) || moved(before.clock, now.clock, kMegahertz);
}

}  // namespace

bool differs(const Inventory& told, const Inventory& now) {
  if (told.driver_version != now.driver_version) return true;
  return !std::ranges::equal(told.devices, now.devices, [](const Device& a, const Device& b) { return !differs(a, b); });
}

}  // namespace tt::devices
