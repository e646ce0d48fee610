// Places in a text as editors count them (LSP: lines from 0, UTF-16 code units) and as this program does (bytes). Nobody else
// converts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lessons/line_index.hpp"
#include "lessons/problem.hpp"

namespace tt::authoring {

using lessons::TextSpan;

struct Position {
  std::uint32_t line = 0;       // from 0
  std::uint32_t character = 0;  // from 0, in UTF-16 code units

  bool operator==(const Position&) const = default;
};

struct Range {
  Position start, end;

  bool operator==(const Range&) const = default;
};

// Invariant: speaks of one text, which must outlive it. The text is valid UTF-8; in one that isn't, places are those of whole
// bytes.
class TextPlaces {
 public:
  explicit TextPlaces(std::string_view text) : text_(text), lines_(text) {}

  std::string_view text() const { return text_; }

  // Nothing for a line that the text doesn't have. A character past the line's end is its end, as LSP has it; one in the middle of
  // a surrogate pair is the pair's beginning.
  std::optional<std::size_t> offset_of(Position position) const;

  // Of an offset past the end: the end.
  Position position_of(std::size_t offset) const;
  Range range_of(TextSpan span) const { return {position_of(span.begin), position_of(span.end)}; }

  // The bytes of the line (from 0) on which a byte lies, without its line end.
  TextSpan line_around(std::size_t offset) const;
  // The bytes of a line (from 0) without its line end and the blanks around it; empty where there is no such line.
  TextSpan words_of_line(std::size_t line) const;
  // How many lines an editor shows: one more than there are line ends.
  std::size_t line_count() const { return lines_.count() + (ends_with_line_end() ? 1 : 0); }

 private:
  bool ends_with_line_end() const { return text_.ends_with('\n') || text_.ends_with('\r'); }

  std::string_view text_;
  lessons::LineIndex lines_;
};

// Where a problem lies in the text that it was found in: its span, else its subject's first place in its line, else the line's
// words.
TextSpan place_of(const lessons::Problem& problem, const TextPlaces& places);

}  // namespace tt::authoring
