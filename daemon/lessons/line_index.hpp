// From an offset in a text to its line, and from a line to its bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tt::lessons {

// Invariant: starts_ holds the offset of each line's first byte, ascending, at least one. Lines are counted from 0 here;
// they end at "\r\n", "\n" or "\r" (CommonMark 0.31, 2.1).
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  std::size_t count() const { return starts_.size(); }
  std::size_t line_of(std::size_t offset) const;
  std::size_t start_of(std::size_t line) const { return starts_[line]; }

  // The bytes of a line with its line end.
  std::string_view raw(std::size_t line) const;
  // The bytes of a line without its line end.
  std::string_view bare(std::size_t line) const;

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
};

}  // namespace tt::lessons
