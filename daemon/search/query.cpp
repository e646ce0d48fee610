#include "query.hpp"

#include <algorithm>
#include <vector>

namespace tt::search {
namespace {

constexpr std::string_view kBlanks(" \t\r\n\v\f\0", 7);

// What the tokenizer may take for a part of a word: it decides on everything outside of ASCII.
bool may_be_in_a_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::string quoted(std::string_view word) {
  std::string out = "\"";
  for (const char c : word) {
    out += c;
    if (c == '"') out += '"';
  }
  return out += '"';
}

std::vector<std::string> quoted_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = text.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (std::ranges::any_of(word, may_be_in_a_word)) words.push_back(quoted(word));
    at = text.find_first_not_of(kBlanks, end);
  }
  if (!words.empty()) words.back() += '*';
  return words;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

}  // namespace

std::string match_expression(std::string_view text) {
  const std::vector<std::string> words = quoted_words(text);
  if (words.empty()) return {};
  const std::string own = "{head body code} : (" + joined(words, " OR ") + ")";
  // Without AND between them a phrase that the tokenizer finds nothing in (a lone dash) is left out instead of matching nothing.
  return words.size() == 1 ? own : "(" + joined(words, " ") + ") AND " + own;
}

}  // namespace tt::search
