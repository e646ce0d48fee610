#include "info_string.hpp"

#include <algorithm>

namespace tt::lessons {
namespace {

bool is_word(std::string_view s, std::string_view others, std::size_t limit) {
  return !s.empty() && s.size() <= limit && std::ranges::all_of(s, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.contains(c);
  });
}

}  // namespace

InfoString read_info_string(std::string_view info) {
  constexpr std::string_view key = "step=";
  InfoString out;
  bool first = true;
  while (!info.empty()) {
    const std::size_t begin = std::min(info.find_first_not_of(" \t"), info.size());
    info.remove_prefix(begin);
    const std::string_view word = info.substr(0, info.find_first_of(" \t"));
    info.remove_prefix(word.size());
    if (word.starts_with(key)) {
      if (is_word(word.substr(key.size()), "_.-", 100)) out.step = word.substr(key.size());
    } else if (first && is_word(word, "+#_.-", 40)) {
      out.language = word;
    }
    first = false;
  }
  return out;
}

}  // namespace tt::lessons
