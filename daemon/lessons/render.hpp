// Markdown to safe HTML, and the links, blocks, images and headings that are in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lesson.hpp"
#include "target.hpp"

namespace tt::lessons {

// Decides where links and images may lead. Lessons get the defaults; a test that looks at the Markdown alone lets everything pass.
struct Policy {
  LinkTarget (*link)(std::string_view file, std::string_view destination) = link_target;
  ImageSource (*image)(std::string_view file, std::string_view destination) = image_source;
};

// Renders `body` (valid UTF-8 without NUL, check_cost passed) into `lesson`: html, headings, links, blocks, images, anchor_links,
// and more problems. `lesson.file` has to be set. `first_line` is the line of the file on which `body` begins, from 1, and
// `body_offset` its first byte; nothing where the text isn't the file's own any more: then no place is told. kTooLarge where the
// HTML would be larger than kHtmlLimit, or nesting deeper than kNestingLimit.
Result<void> render(std::string_view body, std::uint32_t first_line, std::optional<std::size_t> body_offset, Lesson& lesson,
                    const Policy& policy = {});

}  // namespace tt::lessons
