// An estimate of how long md4c will take, so that a lesson that would take too long is refused before it does.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace tt::lessons {

// Bounds measured with md4c 0.4.8 (Debian 12): it is linear but for brackets in paragraphs of many lines, lines within deep
// nesting, and rows of wide tables; one unit is about a nanosecond on a slow core.
inline constexpr std::size_t kCostLimit = 64'000'000;
inline constexpr std::size_t kNestingLimit = 100;
inline constexpr std::size_t kTableColumnsLimit = 200;

// kTooLarge where the Markdown `body` is nested deeper than kNestingLimit, holds a table of more than kTableColumnsLimit
// columns, or costs more than kCostLimit; the message names the shape and its line, counted from `first_line`.
Result<void> check_cost(std::string_view file, std::string_view body, std::size_t first_line);

}  // namespace tt::lessons
