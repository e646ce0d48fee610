// The small scanners that the readers of log lines share; by hand, because std::regex overflows the stack on a long line.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tt::gates {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
inline bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
inline bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

inline void skip_blanks(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

inline std::string_view trim(std::string_view text) {
  skip_blanks(text);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes `prefix` off the front of `text`, if it is there as it stands.
inline bool take_exactly(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// The time at the front of what tt-logger and loguru print; takes it off.
inline constexpr std::string_view kStamp = "0000-00-00 00:00:00.000";
inline bool take_stamp(std::string_view& text) {
  if (text.size() < kStamp.size()) return false;
  for (std::size_t i = 0; i < kStamp.size(); ++i) {
    if (kStamp[i] == '0' ? !is_digit(text[i]) : text[i] != kStamp[i]) return false;
  }
  text.remove_prefix(kStamp.size());
  return true;
}

// Goes on behind the first `needle` in `text`, if there is one.
inline bool skip_past(std::string_view& text, std::string_view needle) {
  const std::size_t at = text.find(needle);
  if (at == std::string_view::npos) return false;
  text.remove_prefix(at + needle.size());
  return true;
}

// Digits alone. Nothing where there are none, or too many for the type.
template <class Number>
std::optional<Number> take_whole(std::string_view& text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// What is in front of the first `end`; takes both off. Nothing where there is no `end`.
inline std::optional<std::string_view> take_until(std::string_view& text, std::string_view end) {
  const std::size_t at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at + end.size());
  return taken;
}

}  // namespace tt::gates
