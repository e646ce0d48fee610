// What stands in a model's way, or has to be known before it is brought up, with what to do about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config.hpp"

namespace tt::models {

enum class Grade { kFine, kMind, kWork };

// "fine", "mind", "work": as the report calls them.
std::string_view to_string(Grade grade);

struct Finding {
  Grade grade = Grade::kFine;
  std::string topic;   // "Heads"
  std::string found;   // one sentence
  std::string advice;  // empty where there is nothing to do
};

// A tile is 32 × 32 values.
inline constexpr std::uint64_t kTile = 32;

// Architecture, dimensions against the tile, heads against the chips of each card, RoPE, windows, biases, experts.
std::vector<Finding> find_obstacles(const Config& config);

}  // namespace tt::models
