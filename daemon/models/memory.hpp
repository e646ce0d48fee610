// What weights and the KV cache take in DRAM, and what fits a card.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cards.hpp"
#include "config.hpp"

namespace tt::models {

struct Precision {
  std::string_view name;
  double bytes = 0;  // of one value
};

// bfloat16, and the block formats: 1024 values of a tile share 64 exponents of a byte, so BFP8 takes 1088 / 1024 bytes of a value
// and BFP4 576 / 1024.
inline constexpr Precision kBf16{"BF16", 2.0};
inline constexpr Precision kBfp8{"BFP8", 1088.0 / 1024.0};
inline constexpr Precision kBfp4{"BFP4", 576.0 / 1024.0};
std::span<const Precision> precisions();

// By name, upper case; null where there is none.
const Precision* find_precision(std::string_view name);

// Values of K and V of one token of one user, over all layers: 2 × layers × KV heads × head size.
std::uint64_t kv_values(const Config& config);

// Whether so many bytes have room. DRAM holds activations, traces and programs, too; nobody says how much those take, so what is
// over 85 % is called tight. That share is this program's.
enum class Fit { kFits, kTight, kNot };
Fit fit(double bytes, const CardKind& card);
inline constexpr double kComfortable = 0.85;

// The longest context of one user that `card` has room for beside `weight_bytes`, in whole thousands of 1024 tokens; 0: none.
std::uint64_t longest_context(double weight_bytes, double kv_bytes_per_token, const CardKind& card);

}  // namespace tt::models
