#include "utf8.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace tt::utf8 {
namespace {

struct Decoded {
  std::size_t length = 0;  // bytes taken; of an ill-formed sequence, the maximal subpart (Unicode 3.9, table 3-8)
  char32_t code_point = 0;
  bool valid = false;
};

Decoded decode(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {1, lead, true};
  std::size_t count = 0;
  std::uint8_t low = 0x80, high = 0xBF;  // bounds of the second byte: no overlong forms, no surrogates, not over U+10FFFF
  char32_t code_point = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    count = 2, code_point = lead & 0x1Fu;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    count = 3, code_point = lead & 0x0Fu;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    count = 4, code_point = lead & 0x07u;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {1, 0, false};
  }
  for (std::size_t i = 1; i < count; ++i) {
    if (i >= bytes.size() || byte(i) < low || byte(i) > high) return {i, 0, false};
    code_point = (code_point << 6) | (byte(i) & 0x3Fu);
    low = 0x80, high = 0xBF;
  }
  return {count, code_point, true};
}

// Bidirectional controls (UAX 9), zero-width and other invisible format characters.
bool is_deceptive(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x34F || c == 0x61C || c == 0x115F || c == 0x1160 ||
         c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         c == 0x3164 || c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF0 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF) ||
         (c >= 0xFE00 && c <= 0xFE0F);
}

}  // namespace

bool is_valid(std::string_view bytes) {
  while (!bytes.empty()) {
    const Decoded d = decode(bytes);
    if (!d.valid) return false;
    bytes.remove_prefix(d.length);
  }
  return true;
}

std::size_t complete_prefix(std::string_view bytes) {
  for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
    const auto b = static_cast<std::uint8_t>(bytes[bytes.size() - back]);
    if ((b & 0xC0u) == 0x80) continue;  // a continuation byte: the lead is further back
    const std::size_t needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
    return needed > back ? bytes.size() - back : bytes.size();
  }
  return bytes.size();
}

std::string replace_invalid(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const Decoded d = decode(bytes);
    if (d.valid) {
      out.append(bytes.substr(0, d.length));
    } else {
      out.append("\xEF\xBF\xBD");
    }
    bytes.remove_prefix(d.length);
  }
  return out;
}

std::string visible(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Decoded d = decode(text);
    if (!d.valid) {
      for (char c : text.substr(0, d.length)) out += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(c));
    } else if (d.code_point == '\n') {
      out += "\\n";
    } else if (d.code_point == '\t') {
      out += "\\t";
    } else if (is_deceptive(d.code_point)) {
      out += d.code_point > 0xFFFF ? fmt::format("\\U{:08x}", static_cast<std::uint32_t>(d.code_point))
                                   : fmt::format("\\u{:04x}", static_cast<std::uint32_t>(d.code_point));
    } else {
      out.append(text.substr(0, d.length));
    }
    text.remove_prefix(d.length);
  }
  return out;
}

}  // namespace tt::utf8
