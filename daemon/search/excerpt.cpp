#include "excerpt.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace tt::search {
namespace {

constexpr std::string_view kEllipsis = "\u2026";
constexpr std::uint32_t kUnitsBefore = 80;  // of what is shown, before the first match

bool goes_on(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Of a character's first byte: those beyond U+FFFF take two.
std::uint32_t units(char c) { return goes_on(c) ? 0 : static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1; }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'; }

Excerpt without_marks(std::string_view marked) {
  Excerpt out;
  std::uint32_t at = 0;
  std::optional<std::uint32_t> open;
  for (const char c : marked) {
    if (c == kMatchBegins) {
      open = at;
    } else if (c == kMatchEnds) {
      if (open && *open < at) out.matches.push_back({*open, at});
      open.reset();
    } else if (!is_blank(c)) {
      out.text += c;
      at += units(c);
    } else if (!out.text.empty() && out.text.back() != ' ') {
      out.text += ' ';
      ++at;
    }
  }
  // A match ends with a letter, so this cuts none.
  if (out.text.ends_with(' ')) out.text.pop_back();
  return out;
}

// The byte at which so many units have passed, at a character's border.
std::size_t byte_of(std::string_view text, std::uint32_t wanted) {
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!goes_on(text[i]) && at >= wanted) return i;
    at += units(text[i]);
  }
  return text.size();
}

std::uint32_t length(std::string_view text) {
  std::uint32_t all = 0;
  for (const char c : text) all += units(c);
  return all;
}

}  // namespace

std::size_t different_matches(const Excerpt& excerpt) {
  std::set<std::string> texts;
  for (const Range& match : excerpt.matches) {
    const std::size_t begin = byte_of(excerpt.text, match.start);
    std::string text = excerpt.text.substr(begin, byte_of(excerpt.text, match.end) - begin);
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    texts.insert(std::move(text));
  }
  return texts.size();
}

Excerpt read_excerpt(std::string_view marked) {
  Excerpt whole = without_marks(marked);
  if (length(whole.text) <= kExcerptUnits) return whole;
  const std::uint32_t first = whole.matches.empty() ? 0 : whole.matches.front().start;
  const std::size_t begin = byte_of(whole.text, first > kUnitsBefore ? first - kUnitsBefore : 0);
  const std::uint32_t skipped = length(std::string_view(whole.text).substr(0, begin));
  const std::string_view rest = std::string_view(whole.text).substr(begin);
  const std::string_view kept = rest.substr(0, byte_of(rest, kExcerptUnits));
  Excerpt out;
  if (begin > 0) out.text = kEllipsis;
  const std::uint32_t before = length(out.text);
  out.text += kept;
  const std::uint32_t end = length(out.text);
  if (kept.size() < rest.size()) out.text += kEllipsis;
  for (const Range& match : whole.matches) {
    const std::uint32_t start = match.start < skipped ? before : match.start - skipped + before;
    const std::uint32_t stop = match.end < skipped ? before : std::min(match.end - skipped + before, end);
    if (start < stop) out.matches.push_back({start, stop});
  }
  return out;
}

}  // namespace tt::search
