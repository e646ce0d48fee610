#include "pci.hpp"

#include <fcntl.h>

#include <algorithm>

#include "card.hpp"
#include "sysfs.hpp"

namespace tt::devices {

std::vector<PciCard> pci_cards(const std::filesystem::path& root) {
  std::vector<PciCard> cards;
  const Fd top = open_folder(AT_FDCWD, root.c_str());
  if (!top) return cards;
  for_each_name(top.get(), "sys/bus/pci/devices", [&](const char* name) {
    const std::string folder = std::string("sys/bus/pci/devices/") + name;
    const std::optional<std::string> vendor = read_text(top.get(), (folder + "/vendor").c_str());
    if (!vendor || parse_unsigned(*vendor, 16) != 0x1e52) return;
    PciCard card{.address = name};
    if (const auto device = read_text(top.get(), (folder + "/device").c_str())) {
      card.architecture = architecture_of_pci_device(static_cast<std::uint32_t>(parse_unsigned(*device, 16).value_or(0)));
    }
    card.has_driver = static_cast<bool>(open_folder(top.get(), (folder + "/tenstorrent").c_str()));
    cards.push_back(std::move(card));
  });
  std::ranges::sort(cards, {}, &PciCard::address);
  return cards;
}

bool is_pci_address(std::string_view text) {
  // The domain has four digits or, behind some virtual bridges, more.
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 4 || colon > 8 || text.size() != colon + 8) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char expected = i == colon || i == colon + 3 ? ':' : i == colon + 6 ? '.' : 'x';
    const bool is_digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (expected == 'x' ? !is_digit : text[i] != expected) return false;
  }
  return true;
}

}  // namespace tt::devices
