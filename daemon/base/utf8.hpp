// UTF-8 that can be trusted: where a text is cut, mended, or shown to a person.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tt::utf8 {

bool is_valid(std::string_view bytes);

// The length of the longest prefix that doesn't end inside a multi-byte character. Looks at the last three bytes only.
std::size_t complete_prefix(std::string_view bytes);

// Each ill-formed sequence becomes one U+FFFD.
std::string replace_invalid(std::string_view bytes);

// For text that a person has to judge (a command line before it runs): control, bidirectional and zero-width characters
// become visible escapes such as \u202e, so that what is shown is what runs.
std::string visible(std::string_view text);

}  // namespace tt::utf8
