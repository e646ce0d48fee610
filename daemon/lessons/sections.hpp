// A lesson's plain text by headings, for looking something up in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lesson.hpp"

namespace tt::lessons {

struct TextSection {
  std::uint32_t level = 0;  // of its heading; 0: what stands before the first
  std::string heading;      // plain
  std::string anchor;
  std::string text;  // without markup and code blocks; blocks and table cells are told apart by blanks
  std::string code;  // of its code blocks
};

// What the lesson says, section by section: the first has level 0 and may be empty, then one for each of `lesson.headings`. Rests
// on `lesson.html` as parse_lesson() writes it.
std::vector<TextSection> sections_of(const Lesson& lesson);

}  // namespace tt::lessons
