// A part of a text with the matches in it, from what FTS5's snippet() marks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tt::search {

// Where snippet() is told to put them: characters that no indexed text holds.
inline constexpr char kMatchBegins = '\x01';
inline constexpr char kMatchEnds = '\x02';

// In UTF-16 code units, the protocol's measure.
struct Range {
  std::uint32_t start = 0, end = 0;
  bool operator==(const Range&) const = default;
};

struct Excerpt {
  std::string text;  // on one line, at most kExcerptUnits long but for an ellipsis at either end
  std::vector<Range> matches;
  bool operator==(const Excerpt&) const = default;
};

inline constexpr std::uint32_t kExcerptUnits = 300;

// Takes the marks out of valid UTF-8, makes runs of blanks one, and cuts what is too long around the first match.
Excerpt read_excerpt(std::string_view marked);

// How many different texts the matches have, upper and lower case of ASCII being the same.
std::size_t different_matches(const Excerpt& excerpt);

}  // namespace tt::search
