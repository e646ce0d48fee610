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
    {"Tab", 0x9},       {"alpha", 0x3B1},  {"amp", 0x26},     {"apos", 0x27},    {"approx", 0x2248}, {"asymp", 0x2248},
    {"beta", 0x3B2},    {"bull", 0x2022},  {"check", 0x2713}, {"colon", 0x3A},   {"darr", 0x2193},   {"dollar", 0x24},
    {"emsp", 0x2003},   {"ensp", 0x2002},  {"euro", 0x20AC},  {"ge", 0x2265},    {"gt", 0x3E},       {"harr", 0x2194},
    {"hellip", 0x2026}, {"infin", 0x221E}, {"larr", 0x2190},  {"lbrack", 0x5B},  {"ldquo", 0x201C},  {"le", 0x2264},
    {"lpar", 0x28},     {"lsquo", 0x2018}, {"lt", 0x3C},      {"mdash", 0x2014}, {"minus", 0x2212},  {"mu", 0x3BC},
    {"ndash", 0x2013},  {"ne", 0x2260},    {"num", 0x23},     {"plus", 0x2B},    {"quot", 0x22},     {"rarr", 0x2192},
    {"rbrack", 0x5D},   {"rdquo", 0x201D}, {"rpar", 0x29},    {"rsquo", 0x2019}, {"sigma", 0x3C3},   {"sum", 0x2211},
    {"thinsp", 0x2009}, {"trade", 0x2122}, {"uarr", 0x2191},  {"verbar", 0x7C},
});

// The names of U+00A0 to U+00FF, in that order.
constexpr auto kLatin1 = std::to_array<std::string_view>({
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",   "laquo",
    "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",  "para",   "middot",
    "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",
    "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute",
    "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
});
static_assert(kLatin1.size() == 96);

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
  std::string out;
  if (const auto latin = std::ranges::find(kLatin1, name); latin != kLatin1.end()) {
    append_utf8(out, static_cast<char32_t>(0xA0 + (latin - kLatin1.begin())));
    return out;
  }
  const auto found = std::ranges::find(kNamed, name, &Named::first);
  if (found == kNamed.end()) return std::nullopt;
  append_utf8(out, found->second);
  return out;
}

}  // namespace tt::lessons
