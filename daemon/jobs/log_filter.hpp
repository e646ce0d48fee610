// What a terminal may be shown of a job's log: a filter without state, so that any reader may begin anywhere.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tt::jobs {

// An escape sequence without an end is given up, and dropped, after this many bytes.
inline constexpr std::size_t kLongestSequence = 4096;

// A chunk of at least this many bytes is never consumed by zero bytes.
inline constexpr std::size_t kShortestChunk = kLongestSequence + 4;

struct Filtered {
  std::string text;          // valid UTF-8, safe to write to a terminal
  std::size_t consumed = 0;  // bytes of the input that `text` stands for
};

// Passes text, \r \n \t \b, SGR, EL, ED 0 (to the end of the screen), cursor moves, and OSC 8 links to https. A link to
// anything else is closed in place of opened, so its text stays. Every other control character and escape sequence is
// dropped, in its 7-bit and its UTF-8 C1 spelling; ill-formed UTF-8 becomes U+FFFD.
// Unless `last`, the chunk is cut before a sequence or character that isn't complete yet. For every way to cut an input:
// the texts of its chunks, each begun where the one before was consumed, add up to the text of the whole. Filtering a
// filtered text changes nothing. (Control functions: ECMA-48; OSC 8: the convention of VTE and iTerm2.)
Filtered filter_log(std::string_view bytes, bool last);

// The same without any escape sequence and without \b: for a reader that is no terminal.
Filtered plain_log(std::string_view bytes, bool last);

// Length of the longest prefix that filter_log() would pass unchanged. More than 1 GB/s on plain ASCII.
std::size_t clean_prefix(std::string_view bytes, bool last);

}  // namespace tt::jobs
