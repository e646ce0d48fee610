// Character references of HTML, decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tt::lessons {

// The UTF-8 of a reference such as "&amp;", "&#36;" or "&#x24;". Numbers that name no character that a page may show
// (NUL, controls, surrogates, over U+10FFFF) become U+FFFD. Of the named ones only those that prose uses are known;
// nullopt for the others, and for what is no reference at all.
std::optional<std::string> decode_entity(std::string_view reference);

// Appends a code point as UTF-8. Not for surrogates.
void append_utf8(std::string& out, char32_t code_point);

}  // namespace tt::lessons
