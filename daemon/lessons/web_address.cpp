#include "web_address.hpp"

#include <algorithm>

namespace tt::lessons {
namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool is_host(char c) { return is_word(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_local(char c) { return is_word(c) || c == '.' || c == '-' || c == '+'; }

// Past the host that begins at `i`: parts of letters, digits, '-' and '_' with dots between.
std::size_t host_end(std::string_view text, std::size_t i) {
  while (i < text.size() && (is_host(text[i]) || (text[i] == '.' && i + 1 < text.size() && is_host(text[i + 1])))) ++i;
  return i;
}

// The last two parts of a host hold no '_'; where `dots` is said, there are at least two parts.
bool is_host_name(std::string_view host, bool dots) {
  const std::size_t last = host.rfind('.');
  if (last == std::string_view::npos) return !dots && !host.contains('_');
  const std::size_t before = last == 0 ? std::string_view::npos : host.rfind('.', last - 1);
  return !host.substr(before == std::string_view::npos ? 0 : before).contains('_');
}

// What of `url` is the address: its end by the rules of GFM.
std::size_t trimmed(std::string_view url) {
  std::ptrdiff_t open = std::ranges::count(url, '(') - std::ranges::count(url, ')');
  while (!url.empty()) {
    if (url.back() == ')' && open < 0) {
      ++open;
    } else if (!std::string_view("?!.,:*_~';\"").contains(url.back())) {
      break;
    }
    url.remove_suffix(1);
  }
  return url.size();
}

// An address that begins with a scheme or "www." at `begin`; its length, or 0. `tried` is how far the host was read.
std::size_t address_length(std::string_view text, std::size_t begin, std::size_t host, bool dots, std::size_t& tried) {
  tried = host_end(text, host);
  if (tried == host || !is_word(text[host]) || !is_host_name(text.substr(host, tried - host), dots)) return 0;
  return trimmed(text.substr(begin, text.find_first_of(" \t\r\n<\"", tried) - begin));
}

// A mail address around the '@' at `at`; nothing of it lies before `from`.
std::optional<BareAddress> mail_address(std::string_view text, std::size_t at, std::size_t from) {
  std::size_t begin = at;
  while (begin > from && is_local(text[begin - 1])) --begin;
  std::size_t end = at + 1;
  bool has_dot = false;
  while (end < text.size() && (is_word(text[end]) || text[end] == '-' || text[end] == '.')) {
    if (text[end] == '.' && (end + 1 == text.size() || (!is_word(text[end + 1]) && text[end + 1] != '-'))) break;
    has_dot = has_dot || text[end] == '.';
    ++end;
  }
  if (begin == at || !has_dot || text[end - 1] == '-' || text[end - 1] == '_') return std::nullopt;
  const std::string_view before = text.substr(from, begin - from);
  if (before.ends_with("mailto:")) return BareAddress{begin - 7, end - begin + 7, ""};
  if (!before.ends_with("xmpp:")) return BareAddress{begin, end - begin, "mailto:"};
  std::size_t resource = end + 1;
  while (resource < text.size() && (is_word(text[resource]) || text[resource] == '@' || text[resource] == '.')) ++resource;
  if (end < text.size() && text[end] == '/' && resource > end + 1) end = resource;
  return BareAddress{begin - 5, end - begin + 5, ""};
}

}  // namespace

std::optional<BareAddress> find_address(std::string_view text) {
  std::size_t from = 0;  // nothing that begins before it can be an address
  for (std::size_t i = text.find_first_of(":w@"); i != std::string_view::npos; i = text.find_first_of(":w@", i + 1)) {
    if (i < from) continue;
    if (text[i] == '@') {
      if (const auto mail = mail_address(text, i, from)) return mail;
      from = i + 1;
    } else if (text[i] == ':') {
      const std::string_view before = text.substr(from, i - from);
      const std::size_t scheme = before.ends_with("https") ? 5 : before.ends_with("http") ? 4 : 0;
      if (scheme == 0 || !text.substr(i).starts_with("://") || (i > scheme && is_word(text[i - scheme - 1]))) continue;
      std::size_t tried = 0;
      if (const std::size_t length = address_length(text, i - scheme, i + 3, false, tried))
        return BareAddress{i - scheme, length, ""};
      from = std::max(from, tried);
    } else if (text.substr(i).starts_with("www.")) {
      if (i > 0 && !is_blank(text[i - 1]) && !std::string_view("*_~(").contains(text[i - 1])) continue;
      std::size_t tried = 0;
      if (const std::size_t length = address_length(text, i, i, true, tried)) return BareAddress{i, length, "http://"};
      from = std::max(from, tried);
    }
  }
  return std::nullopt;
}

}  // namespace tt::lessons
