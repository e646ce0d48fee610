#include "anchor.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "entity.hpp"

namespace tt::lessons {
namespace {

// One code point of valid UTF-8; takes it off `text`.
char32_t take(std::string_view& text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length && i < text.size(); ++i) c = (c << 6) | (static_cast<std::uint8_t>(text[i]) & 0x3Fu);
  text.remove_prefix(std::min(length, text.size()));
  return c;
}

struct Range {
  char32_t first, last;
};

// What isn't a letter, mark, decimal digit or connector beyond ASCII: the blocks of punctuation, symbols, format
// characters and emoji of Unicode 15 (Blocks.txt, UnicodeData.txt), ascending. Rare scripts' own punctuation is left in.
constexpr auto kDropped = std::to_array<Range>({
    {0x80, 0xA9},       {0xAB, 0xB4},       {0xB6, 0xB9},        {0xBB, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},
    {0x2C2, 0x2C5},     {0x2D2, 0x2DF},     {0x37E, 0x37E},      {0x387, 0x387},   {0x55A, 0x55F},   {0x589, 0x58A},
    {0x5BE, 0x5BE},     {0x600, 0x60F},     {0x61B, 0x61F},      {0x66A, 0x66D},   {0x6D4, 0x6D4},   {0x180E, 0x180E},
    {0x2000, 0x203E},   {0x2041, 0x2053},   {0x2055, 0x2070},    {0x2072, 0x207E}, {0x2080, 0x208F}, {0x20A0, 0x20CF},
    {0x2100, 0x2101},   {0x2103, 0x2106},   {0x2108, 0x2109},    {0x2114, 0x2114}, {0x2116, 0x2118}, {0x211E, 0x2123},
    {0x2140, 0x2144},   {0x214A, 0x214D},   {0x2150, 0x215F},    {0x2189, 0x24B5}, {0x24EA, 0x2BFF}, {0x2E00, 0x2E2E},
    {0x2E30, 0x2FFF},   {0x3001, 0x3004},   {0x3008, 0x3020},    {0x3030, 0x3030}, {0x303D, 0x303F}, {0x30FB, 0x30FB},
    {0xD800, 0xF8FF},   {0xFE10, 0xFE1F},   {0xFE30, 0xFE32},    {0xFE35, 0xFE4C}, {0xFE50, 0xFE6F}, {0xFEFF, 0xFEFF},
    {0xFF00, 0xFF0F},   {0xFF1A, 0xFF20},   {0xFF3B, 0xFF3E},    {0xFF40, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF},
    {0x1F000, 0x1FAFF}, {0xE0000, 0xE00FF}, {0xE01F0, 0x10FFFF},
});

bool is_word(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  const auto range = std::ranges::lower_bound(kDropped, c, {}, &Range::last);
  return range == kDropped.end() || c < range->first;
}

char32_t lower(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c == 0x130) return 'i';
  if (c == 0x178) return 0xFF;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return (c & 1) != 0 ? c + 1 : c;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF)) {
    return (c & 1) == 0 ? c + 1 : c;
  }
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

}  // namespace

std::string slug(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  std::string out;
  while (!text.empty()) {
    const char32_t c = take(text);
    if (c == ' ' || c == '\n' || c == '\t') {
      out += '-';
    } else if (is_word(c)) {
      append_utf8(out, lower(c));
    }
  }
  return out.empty() ? "section" : out;
}

std::string Anchors::next(std::string_view text) {
  const std::string wanted = slug(text);
  std::string anchor = wanted;
  while (used_.contains(anchor)) anchor = wanted + "-" + std::to_string(used_[wanted]++);
  used_.emplace(anchor, 1);
  return anchor;
}

}  // namespace tt::lessons
