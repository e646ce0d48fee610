#include "tier.hpp"

#include <cmath>
#include <cstdint>

namespace tt::gates {
namespace {

// In millionths: in binary 33.6 lies a little below what it says, and whole numbers don't.
std::optional<std::int64_t> in_millionths(double value) {
  constexpr double kMost = 1e9;  // keeps the products below in range
  if (!std::isfinite(value) || value < 0 || value > kMost) return std::nullopt;
  return std::llround(value * 1e6);
}

}  // namespace

std::string_view to_string(Tier tier) {
  switch (tier) {
    case Tier::kNone: return "none";
    case Tier::kEasy: return "easy";
    case Tier::kMedium: return "medium";
    case Tier::kHard: return "hard";
  }
  return "none";
}

std::optional<Tier> tier(double value, double maximum) {
  const auto reached = in_millionths(value);
  const auto all = in_millionths(maximum);
  if (!reached || !all || *all == 0) return std::nullopt;
  const auto reaches = [&](std::int64_t percent) { return 100 * *reached >= percent * *all; };
  if (reaches(70)) return Tier::kHard;
  if (reaches(50)) return Tier::kMedium;
  if (reaches(25)) return Tier::kEasy;
  return Tier::kNone;
}

}  // namespace tt::gates
