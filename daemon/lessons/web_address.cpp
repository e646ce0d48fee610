#include "web_address.hpp"

#include <algorithm>

namespace tt::lessons {
namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> find_web_address(std::string_view text) {
  constexpr std::string_view scheme = "https://";
  for (std::size_t begin = text.find(scheme); begin != std::string_view::npos; begin = text.find(scheme, begin + scheme.size())) {
    std::string_view url = text.substr(begin);
    // A host begins with a letter or digit; looked at first, so that a run of schemes costs no scan to the text's end each.
    if (url.size() <= scheme.size() || !is_word(url[scheme.size()]) || (begin > 0 && is_word(text[begin - 1]))) continue;
    url = url.substr(0, url.find_first_of(" \t\r\n<\"", scheme.size()));
    std::ptrdiff_t open = std::ranges::count(url, '(') - std::ranges::count(url, ')');
    for (;;) {
      if (url.back() == ')' && open < 0) {
        ++open;
      } else if (!std::string_view("?!.,:*_~';").contains(url.back())) {
        break;
      }
      url.remove_suffix(1);
    }
    return std::pair(begin, url.size());
  }
  return std::nullopt;
}

}  // namespace tt::lessons
