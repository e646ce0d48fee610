#include "raw_html.hpp"

#include <algorithm>
#include <array>

namespace tt::lessons {
namespace {

constexpr auto kAuthorTags = std::to_array<std::string_view>(
    {"b", "br", "code", "del", "details", "div", "em", "hr", "i", "kbd", "p", "strong", "sub", "summary", "sup"});

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_name_start(char c) { return is_letter(c) || c == '_' || c == ':'; }
bool is_name(char c) { return is_name_start(c) || is_digit(c) || c == '.' || c == '-'; }
bool is_unquoted(char c) { return !is_space(c) && c != '"' && c != '\'' && c != '=' && c != '<' && c != '>' && c != '`'; }

std::size_t skip(std::string_view s, std::size_t i, bool (*matches)(char)) {
  while (i < s.size() && matches(s[i])) ++i;
  return i;
}

// After an attribute's name: past its value if there is one; nullopt where the value is no value.
std::optional<std::size_t> skip_value(std::string_view s, std::size_t i) {
  const std::size_t equals = skip(s, i, is_space);
  if (equals >= s.size() || s[equals] != '=') return i;
  const std::size_t value = skip(s, equals + 1, is_space);
  if (value >= s.size()) return std::nullopt;
  if (s[value] == '"' || s[value] == '\'') {
    const std::size_t end = s.find(s[value], value + 1);
    if (end == std::string_view::npos) return std::nullopt;
    return end + 1;
  }
  const std::size_t end = skip(s, value, is_unquoted);
  if (end == value) return std::nullopt;
  return end;
}

std::optional<HtmlToken> read_tag(std::string_view s) {
  if (!s.starts_with('<')) return std::nullopt;
  HtmlToken tag;
  const bool closing = s.size() > 1 && s[1] == '/';
  const std::size_t name = closing ? 2 : 1;
  if (name >= s.size() || !is_letter(s[name])) return std::nullopt;
  std::size_t i = skip(s, name, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
  tag.kind = closing ? HtmlToken::Kind::kClose : HtmlToken::Kind::kOpen;
  for (char c : s.substr(name, i - name)) tag.name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (;;) {
    const std::size_t next = skip(s, i, is_space);
    if (next >= s.size()) return std::nullopt;
    if (s[next] == '>' || (!closing && s[next] == '/' && next + 1 < s.size() && s[next + 1] == '>')) {
      tag.source = s.substr(0, next + (s[next] == '>' ? 1 : 2));
      return tag;
    }
    if (closing || next == i || !is_name_start(s[next])) return std::nullopt;  // attributes need a blank before them
    const auto value = skip_value(s, skip(s, next, is_name));
    if (!value) return std::nullopt;
    tag.has_attributes = true;
    i = *value;
  }
}

}  // namespace

std::optional<HtmlToken> next_html_token(std::string_view& html) {
  // What can begin a token other than text; a '<' that begins none is part of the text before it.
  const auto comment_length = [](std::string_view s) -> std::size_t {
    if (!s.starts_with("<!--")) return 0;
    const bool is_empty = s.starts_with("<!-->") || s.starts_with("<!--->");
    const std::size_t end = is_empty ? s.find('>') : s.find("-->", 4);
    return end == std::string_view::npos ? s.size() : end + (is_empty ? 1 : 3);
  };
  while (const std::size_t length = comment_length(html)) html.remove_prefix(length);
  if (html.empty()) return std::nullopt;
  if (auto tag = read_tag(html)) {
    html.remove_prefix(tag->source.size());
    return tag;
  }
  std::size_t end = html.find('<', 1);
  while (end != std::string_view::npos && !html.substr(end).starts_with("<!--") && !read_tag(html.substr(end))) {
    end = html.find('<', end + 1);
  }
  HtmlToken text;
  text.source = html.substr(0, end);
  html.remove_prefix(text.source.size());
  return text;
}

bool is_author_tag(std::string_view name) { return std::ranges::binary_search(kAuthorTags, name); }
bool is_void_tag(std::string_view name) { return name == "br" || name == "hr"; }
bool is_flow_tag(std::string_view name) { return name == "details" || name == "div" || name == "summary"; }

}  // namespace tt::lessons
