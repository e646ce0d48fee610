#include "line_index.hpp"

#include <algorithm>

namespace tt::lessons {

LineIndex::LineIndex(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;  // counted at the '\n'
    if ((text[i] == '\n' || text[i] == '\r') && i + 1 < text.size()) starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::size_t LineIndex::line_of(std::size_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

std::string_view LineIndex::raw(std::size_t line) const {
  const std::size_t end = line + 1 < starts_.size() ? starts_[line + 1] : text_.size();
  return text_.substr(starts_[line], end - starts_[line]);
}

std::string_view LineIndex::bare(std::size_t line) const {
  std::string_view bytes = raw(line);
  while (!bytes.empty() && (bytes.back() == '\n' || bytes.back() == '\r')) bytes.remove_suffix(1);
  return bytes;
}

}  // namespace tt::lessons
