// Which tier of a model bounty a speed reaches, as a share of the stated maximum.
#pragma once

#include <optional>
#include <string_view>

namespace tt::gates {

enum class Tier { kNone, kEasy, kMedium, kHard };

// "none", "easy", "medium", "hard"
std::string_view to_string(Tier tier);

// The highest tier that `value` reaches: 25 %, 50 % and 70 % of `maximum`, unrounded and inclusive (the shares of tt-metal's
// issue #19416). Both are meant as the decimal numbers that people write, with up to six digits behind the point: 33.6 of 48 is
// 70 % exactly. Nothing where that isn't a question: a maximum that isn't above 0, a negative value, NaN or infinity.
std::optional<Tier> tier(double value, double maximum);

}  // namespace tt::gates
