// The ids of headings, made by GitHub's rule.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tt::lessons {

// Lower case (ASCII, Latin, Greek, Cyrillic), blanks to '-', everything dropped that is no letter, mark, digit, '_' or '-'.
// `text` is plain and valid UTF-8. "section" where nothing is left.
std::string slug(std::string_view text);

// Invariant: never hands out the same anchor twice; a repeat gets "-1", "-2" and so on.
class Anchors {
 public:
  std::string next(std::string_view text);

 private:
  std::unordered_map<std::string, std::size_t> used_;  // how often each anchor was asked for
};

}  // namespace tt::lessons
