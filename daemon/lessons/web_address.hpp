// Addresses that stand in the text without being written as a link.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace tt::lessons {

struct BareAddress {
  std::size_t begin = 0;    // offset in the text
  std::size_t length = 0;   // bytes
  std::string_view prefix;  // what has to be put before it to make an address: "", "http://" or "mailto:"
};

// The first address in `text`, by the rules of GFM 0.29, 6.9 ("Autolinks"): "https://" or "http://", "www.", or a mail address. It
// ends before a blank or '<'; punctuation at its end and closing brackets without an opening one aren't part of it. Whether it
// may become a link is for the caller to decide. Calls for what is left after each find take linear time in all.
std::optional<BareAddress> find_address(std::string_view text);

}  // namespace tt::lessons
