#include "template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tt::models {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

Result<std::string> fill_template(std::string_view text, const Values& values) {
  std::string out;
  std::size_t line = 1;
  while (true) {
    const std::size_t open = text.find("<<");
    const std::size_t close = open == std::string_view::npos ? open : text.find(">>", open + 2);
    if (close == std::string_view::npos) return out + std::string(text);
    const std::string_view name = text.substr(open + 2, close - open - 2);
    const std::string_view before = text.substr(0, open);
    line += static_cast<std::size_t>(std::ranges::count(before, '\n'));
    out += before;
    if (!is_name(name)) {
      out += "<<";
      text.remove_prefix(open + 2);
      continue;
    }
    const auto value = values.find(name);
    if (value == values.end())
      return fail(ErrorKind::kMalformed,
                  fmt::format("The template names '{}' in line {}, and there is no such value.", name, line));
    out += value->second;
    text.remove_prefix(close + 2);
  }
}

bool is_module_name(std::string_view name) {
  static constexpr std::array<std::string_view, 35> kKeywords = {
      "False",  "None",     "True", "and",    "as",      "assert", "async",  "await",  "break", "class",  "continue", "def",
      "del",    "elif",     "else", "except", "finally", "for",    "from",   "global", "if",    "import", "in",       "is",
      "lambda", "nonlocal", "not",  "or",     "pass",    "raise",  "return", "try",    "while", "with",   "yield"};
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return false;
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  return std::ranges::all_of(name, fits) && std::ranges::find(kKeywords, name) == kKeywords.end();
}

}  // namespace tt::models
