// Addresses that stand in the text without being written as a link.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace tt::lessons {

// Offset and length of the first https address in `text`, by the rules of GFM 0.29, 6.9 ("Autolinks"): it ends before a
// blank or '<', punctuation at its end and closing brackets without an opening one aren't part of it. Linear.
std::optional<std::pair<std::size_t, std::size_t>> find_web_address(std::string_view text);

}  // namespace tt::lessons
