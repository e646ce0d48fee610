// Markdown to safe HTML, and the links, blocks, images and headings that are in it.
#pragma once

#include <cstdint>
#include <string_view>

#include "lesson.hpp"

namespace tt::lessons {

// Renders `body` (valid UTF-8 without NUL, check_cost passed) into `lesson`: html, headings, links, blocks, images, anchor_links,
// and more problems. `lesson.file` has to be set. `first_line` is the line of the file on which `body` begins, from 1. kTooLarge
// where the HTML would be larger than kHtmlLimit, or nesting deeper than kNestingLimit.
Result<void> render(std::string_view body, std::uint32_t first_line, Lesson& lesson);

}  // namespace tt::lessons
