#include "encoding.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace tt::lessons {
namespace {

constexpr std::size_t kFewestPlaces = 2;

// What the bytes 0x80 to 0xFF stand for.
constexpr std::array<char16_t, 128> kMacRoman = {
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0, 0x00E2, 0x00E4, 0x00E3, 0x00E5, 0x00E7, 0x00E9, 0x00E8,
    0x00EA, 0x00EB, 0x00ED, 0x00EC, 0x00EE, 0x00EF, 0x00F1, 0x00F3, 0x00F2, 0x00F4, 0x00F6, 0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC,
    0x2020, 0x00B0, 0x00A2, 0x00A3, 0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4, 0x00A8, 0x2260, 0x00C6, 0x00D8,
    0x221E, 0x00B1, 0x2264, 0x2265, 0x00A5, 0x00B5, 0x2202, 0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA, 0x00BA, 0x03A9, 0x00E6, 0x00F8,
    0x00BF, 0x00A1, 0x00AC, 0x221A, 0x0192, 0x2248, 0x2206, 0x00AB, 0x00BB, 0x2026, 0x00A0, 0x00C0, 0x00C3, 0x00D5, 0x0152, 0x0153,
    0x2013, 0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0x00F7, 0x25CA, 0x00FF, 0x0178, 0x2044, 0x20AC, 0x2039, 0x203A, 0xFB01, 0xFB02,
    0x2021, 0x00B7, 0x201A, 0x201E, 0x2030, 0x00C2, 0x00CA, 0x00C1, 0x00CB, 0x00C8, 0x00CD, 0x00CE, 0x00CF, 0x00CC, 0x00D3, 0x00D4,
    0xF8FF, 0x00D2, 0x00DA, 0x00DB, 0x00D9, 0x0131, 0x02C6, 0x02DC, 0x00AF, 0x02D8, 0x02D9, 0x02DA, 0x00B8, 0x02DD, 0x02DB, 0x02C7,
};

constexpr std::size_t length_by_lead(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

// The first character of a text that isn't empty and is valid UTF-8.
std::string_view first_character(std::string_view text) {
  return text.substr(0, length_by_lead(static_cast<unsigned char>(text.front())));
}

// The byte that stands for the character in Mac Roman; nothing for ASCII and for what that doesn't have.
std::optional<char> to_mac_roman(std::string_view character) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(character[i])); };
  unsigned code = 0;
  if (character.size() == 2) {
    code = ((at(0) & 0x1Fu) << 6) | (at(1) & 0x3Fu);
  } else if (character.size() == 3) {
    code = ((at(0) & 0x0Fu) << 12) | ((at(1) & 0x3Fu) << 6) | (at(2) & 0x3Fu);
  } else {
    return std::nullopt;
  }
  const auto* found = std::ranges::find(kMacRoman, static_cast<char16_t>(code));
  if (found == kMacRoman.end()) return std::nullopt;
  return static_cast<char>(0x80 + (found - kMacRoman.begin()));
}

struct Sequence {
  std::string original;        // one character
  std::size_t length = 0;      // in bytes of the text as it is
  std::size_t characters = 0;  // the same in characters
};

// The character that the beginning of the text was before.
std::optional<Sequence> read_sequence(std::string_view text) {
  Sequence sequence;
  std::size_t wanted = 1;
  while (sequence.original.size() < wanted) {
    if (sequence.length == text.size()) return std::nullopt;
    const std::string_view character = first_character(text.substr(sequence.length));
    const std::optional<char> byte = to_mac_roman(character);
    if (!byte) return std::nullopt;
    if (sequence.original.empty()) wanted = length_by_lead(static_cast<unsigned char>(*byte));
    sequence.original += *byte;
    sequence.length += character.size();
    ++sequence.characters;
  }
  if (!utf8::is_valid(sequence.original)) return std::nullopt;
  return sequence;
}

}  // namespace

std::optional<RepairedText> repair_mac_roman(std::string_view text) {
  RepairedText repaired;
  repaired.text.reserve(text.size());
  std::size_t in_sequences = 0;
  std::size_t others = 0;
  std::uint32_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = first_character(text.substr(at));
    if (character.size() == 1) {
      line += character == "\n";
    } else if (const std::optional<Sequence> sequence = read_sequence(text.substr(at))) {
      if (repaired.places++ == 0) repaired.first_line = line;
      in_sequences += sequence->characters;
      repaired.text += sequence->original;
      at += sequence->length;
      continue;
    } else {
      ++others;
    }
    repaired.text += character;
    at += character.size();
  }
  if (repaired.places < kFewestPlaces || in_sequences < 9 * others) return std::nullopt;
  return repaired;
}

}  // namespace tt::lessons
