// What a code block holds, byte for byte, although md4c expands tabs and drops line ends.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "line_index.hpp"

namespace tt::lessons {

// What md4c said of one line of a block: columns of blanks after the container's prefix, and where its first other byte
// lies in the source. A blank line has no such byte.
struct CodeLine {
  std::size_t indent = 0;
  std::optional<std::size_t> offset;
};

// The line of the source on which the block's first line lies. `after` is the first line that can hold the opening fence,
// `fence` is '`', '~' or 0 for an indented block, `opening` the opening fence's own line where md4c told it.
std::size_t first_code_line(const LineIndex& source, const std::vector<CodeLine>& lines, std::size_t after, char fence,
                            std::optional<std::size_t> opening);

// The bytes of the block, line ends as in the source. A tab that a container's prefix cuts in two becomes the blanks that are
// left of it (CommonMark 0.31, 2.2).
std::string code_text(const LineIndex& source, const std::vector<CodeLine>& lines, std::size_t first_line);

// A line without the block quote marks, list marks and blanks at its front.
std::string_view without_containers(std::string_view line);

// How many fence characters a line begins with, whatever container it stands in; 0: none.
std::size_t fence_length(std::string_view line, char fence);

// Whether a line inside a block that `length` fence characters opened would open another: at least as many of them, and the name of
// a language.
bool opens_another(std::string_view line, char fence, std::size_t length);

// Whether a line is a closing fence, whatever container it stands in.
bool closes_fence(std::string_view line, char fence);

}  // namespace tt::lessons
