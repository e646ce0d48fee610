// The Tenstorrent cards of this machine, read from sysfs, hwmon and procfs without opening a device.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "holders.hpp"

namespace tt::devices {

// One device node. What can't be read is absent, never zero: a card that is being reset answers ENODEV or ENODATA, and an
// older driver has fewer files.
struct Device {
  std::uint32_t index = 0;                // the N of /dev/tenstorrent/N
  std::string kind = "unknown";           // "n150", "n300", "p150a", ... (card.hpp)
  std::string architecture = "unknown";   // "wormhole", "blackhole", "grayskull"
  unsigned chips = 1;                     // chips behind this node
  bool has_node = false;                  // /dev/tenstorrent/N exists: false in a container that wasn't given the device
  bool resetting = false;                 // the driver has the card and can't reach it: it is being reset, or has to be
  std::optional<std::string> serial;      // 16 upper-case hexadecimal digits
  std::optional<std::string> asic_id;     // 16 upper-case hexadecimal digits
  std::optional<std::string> pci;         // "0000:01:00.0"
  std::optional<std::string> firmware;    // the bundle's version, "19.11.0.0"
  std::optional<double> temperature;      // degrees Celsius
  std::optional<double> power;            // watts
  std::optional<double> voltage;          // volts
  std::optional<double> current;          // amperes
  std::optional<std::uint32_t> fan;       // revolutions a minute
  std::optional<std::uint32_t> clock;     // AI clock, MHz
  std::optional<double> temperature_max;  // degrees Celsius, as the driver gives it
  std::optional<double> power_max;        // watts, as the driver gives it
  std::vector<Holder> holders;            // by pid; see holders_of()
  std::int64_t read_at = 0;               // wall clock, ms since the epoch
};

struct Inventory {
  std::optional<std::string> driver_version;  // absent: the driver isn't loaded
  std::vector<Device> devices;                // by index
};

// Reads everything below `root`, "/" but for tests. Never opens a device node (that powers the chip up, and waits while
// another process holds it exclusively), never starts a process, never fails: what isn't there is absent. Takes well under
// a millisecond per card of this process's time; the driver may ask the card's firmware, so call it off the event loop.
// Who reads again and again keeps a Sampler (sampler.hpp).
Inventory read_inventory(const std::filesystem::path& root = "/");

}  // namespace tt::devices
