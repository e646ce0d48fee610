// Tenstorrent cards on the PCI bus, whether or not the driver knows them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tt::devices {

struct PciCard {
  std::string address;                   // "0000:01:00.0"
  std::string architecture = "unknown";  // "wormhole", "blackhole", "grayskull"
  bool has_driver = false;               // the driver made a device of it
};

// Every PCI function of Tenstorrent's (vendor 0x1e52), by address. Looks at each PCI function of the machine: for a check that
// the user asked for, not for polling.
std::vector<PciCard> pci_cards(const std::filesystem::path& root = "/");

// "0000:01:00.0": domain, bus, device and function as the kernel writes them.
bool is_pci_address(std::string_view text);

}  // namespace tt::devices
