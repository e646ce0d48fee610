#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace tt::doctor {
namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

// Replaces `what` where neither side goes on as a name would.
std::string replace_whole(std::string_view text, std::string_view what, std::string_view by) {
  std::string out;
  while (!text.empty()) {
    const std::size_t at = text.find(what);
    if (at == std::string_view::npos) break;
    const std::size_t end = at + what.size();
    const bool is_whole =
        (at == 0 || !is_word(text[at - 1]) || !is_word(what.front())) && (end == text.size() || !is_word(text[end]));
    out.append(text.substr(0, at)).append(is_whole ? by : what);
    text.remove_prefix(end);
  }
  return out.append(text);
}

// Serial numbers and ASIC ids have 16 hexadecimal digits, 15 where a leading zero was left out; nothing else here has.
std::string hide_serials(std::string_view text) {
  const auto is_hexadecimal = [](std::string_view word) {
    return word.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  };
  std::string out;
  while (!text.empty()) {
    const auto length = static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin());
    std::string_view word = text.substr(0, std::max<std::size_t>(length, 1));
    text.remove_prefix(word.size());
    const std::string_view digits = word.starts_with("0x") ? word.substr(2) : word;
    const bool is_serial = (digits.size() == 15 || digits.size() == 16) && is_hexadecimal(digits);
    out += is_serial ? "(serial)" : word;
  }
  return out;
}

}  // namespace

std::string report(const std::vector<Check>& checks, const std::vector<Version>& versions, const Private& hide) {
  std::string text;
  for (const Version& version : versions) text += fmt::format("{} {}\n", version.name, version.version);
  if (!versions.empty()) text += '\n';
  for (const Check& check : checks) {
    text += fmt::format("{:8}{}: {}\n", to_string(check.status), check.title, check.detail);
    if (!check.remedy.empty()) text += fmt::format("{:8}{}\n", "", check.remedy);
  }

  std::string home = hide.home.lexically_normal().string();
  while (home.size() > 1 && home.back() == '/') home.pop_back();
  if (home.size() > 1) text = replace_whole(text, home, "~");
  if (!hide.user.empty() && hide.user != "root") text = replace_whole(text, hide.user, "user");
  return hide_serials(text);
}

}  // namespace tt::doctor
