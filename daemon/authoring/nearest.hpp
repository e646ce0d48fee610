// The words that an author may have meant.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tt::authoring {

// Letters to add, to drop, to change or to swap with their neighbour until one word is the other; case counts for nothing. At most
// `limit` + 1: no more is looked for. Words over 200 bytes are never near.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit);

// At most `most` of the candidates that are as near as a slip of the pen (a third of the word), the nearest first, then in their
// order.
std::vector<std::string> nearest(std::string_view word, std::span<const std::string> candidates, std::size_t most = 3);

}  // namespace tt::authoring
