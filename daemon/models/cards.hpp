// The cards and boxes that a model may be brought up on, as their specifications give them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tt::models {

struct CardKind {
  std::string_view name;
  std::uint32_t chips = 1;
  double dram_gb = 0;       // of all chips together, in units of 10^9 bytes
  double bandwidth_gb = 0;  // to DRAM, of all chips together, in 10^9 bytes a second
};

// https://docs.tenstorrent.com/aibs/wormhole/specifications.html, …/blackhole/specifications.html and
// https://docs.tenstorrent.com/systems/, read 2026-08. Smallest first, by generation.
std::span<const CardKind> card_kinds();

// By name, such as "n150" or "t3k"; null where it isn't known.
const CardKind* find_card_kind(std::string_view name);

}  // namespace tt::models
