// What a user typed, as an expression of FTS5 that can't be wrong.
#pragma once

#include <string>
#include <string_view>

namespace tt::search {

// All words of `text` have to be in one section, counting its document's title, and one of them in the section itself. Every word
// is quoted, so nothing in it is syntax; the last may be the beginning of a longer one. Empty where `text` holds no word. Give it
// valid UTF-8.
std::string match_expression(std::string_view text);

}  // namespace tt::search
