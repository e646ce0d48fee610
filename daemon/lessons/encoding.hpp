// Text that was decoded wrongly once: UTF-8 that something read as Mac Roman and saved as what it then saw.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tt::lessons {

struct RepairedText {
  std::string text;
  std::size_t places = 0;        // how many characters were brought back
  std::uint32_t first_line = 0;  // of the first of them, from 1
};

// The text as it was before, where it shows the marks of that mistake; nothing where it doesn't. In such a text nearly every
// character beyond ASCII is part of a sequence that is UTF-8 again when written in Mac Roman. At least two such sequences are
// asked for, and nine in ten of those characters: an author may have gone on writing in it. A rightful `√`, followed by anything,
// is one character in a text without others like it. `text` is valid UTF-8. The table is Apple's (unicode.org,
// MAPPINGS/VENDORS/APPLE/ROMAN.TXT, read in 2026).
std::optional<RepairedText> repair_mac_roman(std::string_view text);

}  // namespace tt::lessons
