// Finds where the statements of a Python file begin, past strings, comments and brackets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace tt::pytests {

struct Statement {
  std::uint32_t line = 0;  // from 0
  std::size_t indent = 0;  // in columns; a tab goes to the next multiple of eight, as Python has it
  std::string_view text;   // the statement's first line, without its indent and line end; never empty
};

// Calls `visit` for each line that begins a statement. Unbalanced brackets, as in a file being edited, end at the next
// line that begins with def, async def or class.
void for_each_statement(std::string_view source, const std::function<void(const Statement&)>& visit);

// Takes `word` and the blanks after it off the front, where it stands alone there.
bool take_word(std::string_view& text, std::string_view word);

// The identifier at the front; empty where there is none. Bytes over 0x7F count as letters.
std::string_view identifier(std::string_view text);

}  // namespace tt::pytests
