// Which card a serial number names, and what that card consists of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tt::devices {

inline constexpr std::string_view kUnknown = "unknown";

// A board serial in its one form: 16 upper-case hexadecimal digits. tt-smi leaves leading zeros out, so up to 16 digits are
// taken and padded on the left. Nothing for any other text, and for zero, which firmware reports when it doesn't know.
std::optional<std::string> normalise_serial(std::string_view text);

// The kind that bits 36 to 51 of a serial name (the board's UPI), by the driver's own table (tt-kmd 2.10,
// facts read 2026): "n150", "n300", "p150a", "galaxy-wormhole", ... kUnknown for any other. `serial` is in normal form.
std::string_view kind_of_serial(std::string_view serial);

// Whether `kind` is a name that kind_of_serial can return, kUnknown left out.
bool is_known_kind(std::string_view kind);

// "wormhole", "blackhole", or kUnknown.
std::string_view architecture_of_kind(std::string_view kind);

// By PCI device id (vendor 0x1e52): "wormhole" 0x401e, "blackhole" 0xb140, "grayskull" 0xfaca, or kUnknown.
std::string_view architecture_of_pci_device(std::uint32_t device_id);

// Chips behind one device node: 2 for an n300, whose second chip has no node of its own; else 1.
unsigned chips_of_kind(std::string_view kind);

// Whether an AI clock of so many MHz is nearer to that of a chip under load than to that of an idle one (tt-kmd and tt-umd, read
// in 2026: Wormhole 1000 and 500, Blackhole 1350 and 800). Nothing for other architectures.
std::optional<bool> is_active_clock(std::string_view architecture, std::uint32_t megahertz);

// Whether boards of this kind show as several nodes with one serial, to be handed out as one unit: p300a, b and c.
bool spans_nodes(std::string_view kind);

}  // namespace tt::devices
