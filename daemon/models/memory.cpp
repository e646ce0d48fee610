#include "memory.hpp"

#include <algorithm>

namespace tt::models {
namespace {

constexpr Precision kPrecisions[] = {kBf16, kBfp8, kBfp4};

}  // namespace

std::span<const Precision> precisions() { return kPrecisions; }

const Precision* find_precision(std::string_view name) {
  const auto found = std::ranges::find(kPrecisions, name, &Precision::name);
  return found == std::end(kPrecisions) ? nullptr : &*found;
}

std::uint64_t kv_values(const Config& config) { return 2 * config.layers * config.kv_heads * config.head_size; }

Fit fit(double bytes, const CardKind& card) {
  const double dram = card.dram_gb * 1e9;
  if (bytes > dram) return Fit::kNot;
  return bytes > kComfortable * dram ? Fit::kTight : Fit::kFits;
}

std::uint64_t longest_context(double weight_bytes, double kv_bytes_per_token, const CardKind& card) {
  const double room = card.dram_gb * 1e9 - weight_bytes;
  if (room <= 0 || kv_bytes_per_token <= 0) return 0;
  return static_cast<std::uint64_t>(room / kv_bytes_per_token / 1024) * 1024;
}

}  // namespace tt::models
