// A second opinion on what the log's filter lets through, by other means than the filter's own.
#pragma once

#include <cstddef>
#include <string_view>

namespace tt::test {

// Whether a terminal that is shown `text` does no more than the filter's rules allow: print, move, colour, and link to https.
inline bool is_safe(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return false;
    if (c == 0x7F || (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\b' && c != 0x1B)) return false;
    if (c != 0x1B) continue;
    if (i + 1 == text.size()) return false;
    if (text[i + 1] == '[') {
      const std::size_t final = text.find_first_not_of("0123456789;:", i + 2);
      if (final == std::string_view::npos || std::string_view("ABCDEFGHfdKmJ").find(text[final]) == std::string_view::npos)
        return false;
      i = final;
    } else if (text.substr(i + 1).starts_with("]8;")) {
      const std::size_t end = text.find("\x1b\\", i + 1);
      const std::size_t semicolon = text.find(';', i + 4);
      if (end == std::string_view::npos || semicolon == std::string_view::npos) return false;
      const std::string_view target = text.substr(semicolon + 1, end - semicolon - 1);
      if (!target.empty() && !target.starts_with("https://")) return false;
      i = end + 1;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace tt::test
