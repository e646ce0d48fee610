// A line of a log with its place, as the readers of a Watcher get it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tt::gates {

struct LineAt {
  std::string_view text;     // without line end and control characters but tabs; of a long line its beginning
  std::uint64_t line = 0;    // from 1, counted by '\n'
  std::uint64_t offset = 0;  // of that line's first byte in the log
};

inline constexpr std::size_t kMaxQuote = 200;  // bytes

// What is shown of a line: valid UTF-8, cut at kMaxQuote.
std::string quote(std::string_view line);

}  // namespace tt::gates
