#include "card.hpp"

#include <algorithm>
#include <array>

#include "sysfs.hpp"

namespace tt::devices {
namespace {

struct CardKind {
  std::uint16_t upi;
  std::string_view name;
  std::string_view architecture;
};

// The driver's table (tt-kmd 2.10).
constexpr std::array kKinds = {
    CardKind{0x14, "n300", "wormhole"},   CardKind{0x18, "n150", "wormhole"},   CardKind{0x35, "galaxy-wormhole", "wormhole"},
    CardKind{0x36, "p100", "blackhole"},  CardKind{0x40, "p150a", "blackhole"}, CardKind{0x41, "p150b", "blackhole"},
    CardKind{0x42, "p150c", "blackhole"}, CardKind{0x43, "p100a", "blackhole"}, CardKind{0x44, "p300b", "blackhole"},
    CardKind{0x45, "p300a", "blackhole"}, CardKind{0x46, "p300c", "blackhole"}, CardKind{0x47, "galaxy-blackhole", "blackhole"},
};

const CardKind* find_kind(std::string_view name) {
  const auto* found = std::ranges::find(kKinds, name, &CardKind::name);
  return found == kKinds.end() ? nullptr : found;
}

}  // namespace

std::optional<std::string> normalise_serial(std::string_view text) {
  if (text.empty() || text.size() > 16) return std::nullopt;
  std::string serial(16 - text.size(), '0');
  for (char c : text) {
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'F')) return std::nullopt;
    serial += c;
  }
  if (serial.find_first_not_of('0') == std::string::npos) return std::nullopt;
  return serial;
}

std::string_view kind_of_serial(std::string_view serial) {
  const std::optional<std::uint64_t> value = parse_unsigned(serial, 16);
  if (!value || serial.size() != 16) return kUnknown;
  const auto* found = std::ranges::find(kKinds, static_cast<std::uint16_t>((*value >> 36) & 0xFFFF), &CardKind::upi);
  return found == kKinds.end() ? kUnknown : found->name;
}

bool is_known_kind(std::string_view kind) { return find_kind(kind) != nullptr; }

std::string_view architecture_of_kind(std::string_view kind) {
  const CardKind* found = find_kind(kind);
  return found ? found->architecture : kUnknown;
}

std::string_view architecture_of_pci_device(std::uint32_t device_id) {
  switch (device_id) {
    case 0x401e: return "wormhole";
    case 0xb140: return "blackhole";
    case 0xfaca: return "grayskull";
    default: return kUnknown;
  }
}

unsigned chips_of_kind(std::string_view kind) { return kind == "n300" ? 2 : 1; }

std::optional<bool> is_active_clock(std::string_view architecture, std::uint32_t megahertz) {
  if (architecture == "wormhole") return megahertz > (500 + 1000) / 2;
  if (architecture == "blackhole") return megahertz > (800 + 1350) / 2;
  return std::nullopt;
}

bool spans_nodes(std::string_view kind) { return kind.starts_with("p300"); }

}  // namespace tt::devices
