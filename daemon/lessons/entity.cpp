#include "entity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace tt::lessons {
namespace {

using Named = std::pair<std::string_view, char32_t>;

// Names and values: HTML living standard, 13.5 "Named character references".
constexpr auto kNamed = std::to_array<Named>({
    {"Tab", 0x9},       {"alpha", 0x3B1},   {"amp", 0x26},     {"apos", 0x27},    {"approx", 0x2248}, {"asymp", 0x2248},
    {"beta", 0x3B2},    {"bull", 0x2022},   {"cent", 0xA2},    {"check", 0x2713}, {"colon", 0x3A},    {"copy", 0xA9},
    {"darr", 0x2193},   {"deg", 0xB0},      {"divide", 0xF7},  {"dollar", 0x24},  {"eacute", 0xE9},   {"emsp", 0x2003},
    {"ensp", 0x2002},   {"euro", 0x20AC},   {"frac12", 0xBD},  {"ge", 0x2265},    {"gt", 0x3E},       {"harr", 0x2194},
    {"hellip", 0x2026}, {"infin", 0x221E},  {"laquo", 0xAB},   {"larr", 0x2190},  {"lbrack", 0x5B},   {"ldquo", 0x201C},
    {"le", 0x2264},     {"lpar", 0x28},     {"lsquo", 0x2018}, {"lt", 0x3C},      {"mdash", 0x2014},  {"micro", 0xB5},
    {"middot", 0xB7},   {"minus", 0x2212},  {"mu", 0x3BC},     {"nbsp", 0xA0},    {"ndash", 0x2013},  {"ne", 0x2260},
    {"num", 0x23},      {"para", 0xB6},     {"plus", 0x2B},    {"plusmn", 0xB1},  {"pound", 0xA3},    {"quot", 0x22},
    {"raquo", 0xBB},    {"rarr", 0x2192},   {"rbrack", 0x5D},  {"rdquo", 0x201D}, {"reg", 0xAE},      {"rpar", 0x29},
    {"rsquo", 0x2019},  {"sect", 0xA7},     {"shy", 0xAD},     {"sigma", 0x3C3},  {"sum", 0x2211},    {"sup2", 0xB2},
    {"sup3", 0xB3},     {"thinsp", 0x2009}, {"times", 0xD7},   {"trade", 0x2122}, {"uarr", 0x2191},   {"verbar", 0x7C},
    {"yen", 0xA5},
});

bool is_shown(std::uint32_t c) {
  if (c == '\t' || c == '\n' || c == '\r') return true;
  return c >= 0x20 && !(c >= 0x7F && c <= 0x9F) && !(c >= 0xD800 && c <= 0xDFFF) && c <= 0x10FFFF;
}

std::optional<std::string> decode_number(std::string_view digits) {
  int base = 10;
  if (!digits.empty() && (digits.front() == 'x' || digits.front() == 'X')) {
    base = 16;
    digits.remove_prefix(1);
  }
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
  std::string out;
  append_utf8(out, error == std::errc{} && is_shown(value) ? value : 0xFFFD);
  return out;
}

}  // namespace

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

std::optional<std::string> decode_entity(std::string_view reference) {
  if (reference.size() < 3 || reference.front() != '&' || reference.back() != ';') return std::nullopt;
  const std::string_view name = reference.substr(1, reference.size() - 2);
  if (name.front() == '#') return decode_number(name.substr(1));
  const auto found = std::ranges::find(kNamed, name, &Named::first);
  if (found == kNamed.end()) return std::nullopt;
  std::string out;
  append_utf8(out, found->second);
  return out;
}

}  // namespace tt::lessons
