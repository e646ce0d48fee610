// std::ranges::contains, which libstdc++ 12 doesn't have yet.
#pragma once

#include <algorithm>
#include <functional>
#include <iterator>

namespace tt::commands {

template <class Range, class Value, class Projection = std::identity>
bool contains(const Range& range, const Value& value, Projection projection = {}) {
  return std::ranges::find(range, value, projection) != std::ranges::end(range);
}

}  // namespace tt::commands
