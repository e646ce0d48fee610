#include "prepared.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "entity.hpp"
#include "fence.hpp"
#include "line_index.hpp"

namespace tt::lessons {
namespace {

struct Range {
  char32_t first, last;
};

// Characters of the categories Sc, Sk, Sm and So (Unicode 15.0, UnicodeData.txt) that texts use, in ranges. Where a few of another
// category lie between them (letter-like signs, say), they are left out.
constexpr auto kSymbols = std::to_array<Range>({
    {0xA2, 0xA6},       {0xA8, 0xA9},       {0xAC, 0xAC},       {0xAE, 0xB1},       {0xB4, 0xB4},       {0xB8, 0xB8},
    {0xD7, 0xD7},       {0xF7, 0xF7},       {0x2C2, 0x2C5},     {0x2D2, 0x2DF},     {0x3F6, 0x3F6},     {0x58F, 0x58F},
    {0xE3F, 0xE3F},     {0x2044, 0x2044},   {0x2052, 0x2052},   {0x207A, 0x207C},   {0x208A, 0x208C},   {0x20A0, 0x20C0},
    {0x2100, 0x2101},   {0x2103, 0x2106},   {0x2108, 0x2109},   {0x2114, 0x2114},   {0x2116, 0x2118},   {0x211E, 0x2123},
    {0x2125, 0x2125},   {0x2127, 0x2127},   {0x212E, 0x212E},   {0x213A, 0x213B},   {0x2140, 0x2144},   {0x214A, 0x214D},
    {0x2190, 0x2307},   {0x230C, 0x2328},   {0x232B, 0x2426},   {0x2440, 0x244A},   {0x249C, 0x24E9},   {0x2500, 0x2767},
    {0x2794, 0x27C4},   {0x27C7, 0x27E5},   {0x27F0, 0x2982},   {0x2999, 0x29D7},   {0x29DC, 0x29FB},   {0x29FE, 0x2B73},
    {0x2B76, 0x2B95},   {0x2B97, 0x2BFF},   {0x3004, 0x3004},   {0x3012, 0x3013},   {0x3020, 0x3020},   {0x3036, 0x3037},
    {0xFF04, 0xFF04},   {0xFFE0, 0xFFE6},   {0x1F000, 0x1F02B}, {0x1F030, 0x1F093}, {0x1F0A0, 0x1F0F5}, {0x1F10D, 0x1F1AD},
    {0x1F1E6, 0x1F202}, {0x1F210, 0x1F23B}, {0x1F300, 0x1F6D7}, {0x1F6DC, 0x1F6EC}, {0x1F6F0, 0x1F6FC}, {0x1F700, 0x1F776},
    {0x1F77B, 0x1F7D9}, {0x1F7E0, 0x1F7EB}, {0x1F800, 0x1F8B1}, {0x1F900, 0x1FA53}, {0x1FA60, 0x1FA6D}, {0x1FA70, 0x1FAF8},
});

// Punctuation in both Unicode 14 and 15, by the bytes that it takes in UTF-8: what can stand in for a symbol of that size.
constexpr auto kPunctuation = std::to_array<Range>({{0xA1, 0xA1},
                                                    {0xA7, 0xA7},
                                                    {0xAB, 0xAB},
                                                    {0xB6, 0xB7},
                                                    {0xBB, 0xBB},
                                                    {0xBF, 0xBF},
                                                    {0x55A, 0x55F},
                                                    {0x66A, 0x66D},
                                                    {0x700, 0x70D},
                                                    {0x2016, 0x2027},
                                                    {0x2030, 0x203E},
                                                    {0x2055, 0x205E},
                                                    {0x3001, 0x3003},
                                                    {0x3008, 0x3011},
                                                    {0x10100, 0x10102},
                                                    {0x10A50, 0x10A58},
                                                    {0x11047, 0x1104D},
                                                    {0x110BE, 0x110C1}});

bool is_symbol(char32_t c) {
  const auto range = std::ranges::lower_bound(kSymbols, c, {}, &Range::last);
  return range != kSymbols.end() && range->first <= c;
}

std::size_t size_of(char lead) {
  const auto byte = static_cast<std::uint8_t>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// The character whose bytes begin at `i`; 0 where they are cut off.
char32_t character_at(std::string_view text, std::size_t i) {
  const std::size_t size = size_of(text[i]);
  if (i + size > text.size()) return 0;
  char32_t c = static_cast<std::uint8_t>(text[i]) & (size == 1 ? 0x7Fu : 0xFFu >> (size + 1));
  for (std::size_t k = 1; k < size; ++k) c = (c << 6) | (static_cast<std::uint8_t>(text[i + k]) & 0x3Fu);
  return c;
}

bool is_continuation(char c) { return (static_cast<std::uint8_t>(c) & 0xC0) == 0x80; }

std::string_view trimmed(std::string_view s) {
  const std::size_t first = s.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t") - first + 1);
}

// Calls `visit` with the begin and the end of each cell. A bar with a backslash before it parts none.
template <class Visit>
void each_cell(std::string_view row, Visit visit) {
  std::size_t begin = row.starts_with('|') ? 1 : 0;
  for (std::size_t i = begin; i < row.size(); ++i) {
    if (row[i] == '\\') {
      ++i;
    } else if (row[i] == '|') {
      visit(begin, i);
      begin = i + 1;
    }
  }
  if (begin < row.size()) visit(begin, row.size());
}

std::size_t cell_count(std::string_view row) {
  std::size_t count = 0;
  each_cell(row, [&](std::size_t, std::size_t) { ++count; });
  return count;
}

bool is_delimiter_row(std::string_view row) {
  if (!row.contains('|') || !row.contains('-') || row.find_first_not_of("|:- \t") != std::string_view::npos) return false;
  bool is_row = true;
  each_cell(row, [&](std::size_t begin, std::size_t end) {
    std::string_view cell = trimmed(row.substr(begin, end - begin));
    if (cell.starts_with(':')) cell.remove_prefix(1);
    if (cell.ends_with(':')) cell.remove_suffix(1);
    is_row = is_row && !cell.empty() && cell.find_first_not_of('-') == std::string_view::npos;
  });
  return is_row;
}

// md4c 0.4.8 compares a few bytes beyond the end where a block of HTML may end there.
constexpr std::size_t kReadBeyond = 16;

}  // namespace

Prepared::Prepared(std::string_view body) : body_(body) {
  Insertions inserted;
  Replacements replaced;
  const LineIndex lines(body);
  const auto content = [&](std::size_t line) { return trimmed(without_containers(lines.bare(line))); };
  for (std::size_t i = 1; i < lines.count(); ++i) {
    const std::string_view line = lines.bare(i);
    if (!line.contains('|') || line.find_first_not_of(" \t>|:-+*.)0123456789") != std::string_view::npos) continue;
    const std::string_view row = content(i);
    const std::string_view header = content(i - 1);
    if (!header.contains('|') || !is_delimiter_row(row) || is_delimiter_row(header)) continue;
    if (cell_count(header) != cell_count(row)) {
      replaced.emplace_back(offset_in_body(row) + row.rfind('-'), "x");  // text again, whose hyphen original() brings back
      continue;
    }
    part_bars(header, inserted);
    widen(row, inserted);
    while (i + 1 < lines.count() && !content(i + 1).empty()) part_bars(content(++i), inserted);
  }
  stand_in(replaced);
  is_changed_ = !inserted.empty() || !replaced.empty();

  std::string patched(body);
  for (const auto& [offset, bytes] : replaced) patched.replace(offset, bytes.size(), bytes);
  std::size_t from = 0;
  if (is_changed_) shifts_.push_back({0, 0});
  for (const auto& [offset, byte] : inserted) {
    text_.append(patched, from, offset - from);
    text_ += byte;
    from = offset;
    shifts_.push_back({text_.size(), offset});
  }
  text_.append(patched, from);
  size_ = text_.size();
  text_.append(kReadBeyond, '\0');
}

void Prepared::widen(std::string_view row, Insertions& inserted) const {
  each_cell(row, [&](std::size_t begin, std::size_t end) {
    const std::string_view cell = trimmed(row.substr(begin, end - begin));
    for (std::size_t size = cell.size(); size < 3; ++size) inserted.emplace_back(offset_in_body(cell) + cell.find('-'), '-');
  });
}

void Prepared::part_bars(std::string_view row, Insertions& inserted) const {
  for (std::size_t i = 0; i + 1 < row.size(); ++i) {
    if (row[i] == '\\') {
      ++i;
    } else if (row[i] == '|' && row[i + 1] == '|') {
      inserted.emplace_back(offset_in_body(row) + i + 1, ' ');
    }
  }
}

void Prepared::stand_in(Replacements& replaced) {
  std::vector<std::string> unused;  // made when first needed: some hundred searches of the body
  bool is_made = false;
  const auto take_unused = [&](std::size_t size) -> std::optional<std::string> {
    for (const Range& range : is_made ? std::span<const Range>() : std::span<const Range>(kPunctuation)) {
      for (char32_t c = range.first; c <= range.last; ++c) {
        std::string candidate;
        append_utf8(candidate, c);
        if (!body_.contains(candidate)) unused.push_back(std::move(candidate));
      }
    }
    is_made = true;
    const auto found = std::ranges::find(unused, size, [](const std::string& candidate) { return candidate.size(); });
    if (found == unused.end()) return std::nullopt;
    std::string taken = std::move(*found);
    unused.erase(found);
    return taken;
  };
  const auto consider = [&](std::size_t at) {
    if (at >= body_.size() || static_cast<std::uint8_t>(body_[at]) < 0xC0 || !is_symbol(character_at(body_, at))) return;
    const std::string symbol(body_.substr(at, size_of(body_[at])));
    auto known = std::ranges::find(stand_ins_, symbol, &std::pair<std::string, std::string>::second);
    if (known == stand_ins_.end()) {
      auto found = take_unused(symbol.size());
      if (!found) return;  // none is left: md4c's own rule holds
      stand_ins_.emplace_back(std::move(*found), symbol);
      known = stand_ins_.end() - 1;
    }
    replaced.emplace_back(at, known->first);
  };
  for (std::size_t i = body_.find_first_of("*_"); i != std::string_view::npos; i = body_.find_first_of("*_", i + 1)) {
    if (i > 0 && is_continuation(body_[i - 1])) {
      std::size_t lead = i - 1;
      while (lead > 0 && is_continuation(body_[lead])) --lead;
      if (replaced.empty() || replaced.back().first != lead) consider(lead);
    }
    consider(i + 1);
  }
}

std::size_t Prepared::mapped(std::size_t at) const {
  if (shifts_.empty()) return at;
  const auto shift = std::ranges::upper_bound(shifts_, at, {}, &Shift::at) - 1;
  return shift->offset + (at - shift->at);
}

std::size_t Prepared::offset_of(const char* pointer) const {
  const std::string_view whole = text();
  const std::less<const char*> before;  // a total order even over unrelated pointers
  if (pointer == nullptr || before(pointer, whole.data()) || !before(pointer, whole.data() + whole.size())) return npos;
  return mapped(static_cast<std::size_t>(pointer - whole.data()));
}

std::string_view Prepared::original(std::string_view part) const {
  const std::size_t begin = offset_of(part.data());
  if (!is_changed_ || begin == npos) return part;
  const std::size_t end = mapped(static_cast<std::size_t>(part.data() - text_.data()) + part.size());
  return body_.substr(begin, end - begin);
}

std::string Prepared::restored(std::string_view copied) const {
  std::string out(copied);
  if (std::ranges::none_of(out, is_continuation)) return out;
  for (const auto& [stand_in, symbol] : stand_ins_) {
    for (std::size_t i = out.find(stand_in); i != std::string::npos; i = out.find(stand_in, i + symbol.size())) {
      out.replace(i, stand_in.size(), symbol);
    }
  }
  return out;
}

}  // namespace tt::lessons
