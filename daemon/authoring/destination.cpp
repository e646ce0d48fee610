#include "destination.hpp"

#include <algorithm>

#include "base/uri.hpp"

namespace tt::authoring {
namespace {

constexpr std::string_view kScheme = "command:";

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

std::optional<CommandDestination> read_command_destination(std::string_view text, TextSpan span) {
  const std::string_view destination = text.substr(span.begin, span.end - span.begin);
  if (!destination.starts_with(kScheme)) return std::nullopt;
  CommandDestination out;
  const std::size_t question = std::min(destination.find('?'), destination.size());
  out.command = {span.begin + kScheme.size(), span.begin + std::max(question, kScheme.size())};
  out.has_arguments = question < destination.size();
  const std::size_t first = std::min(question + 1, destination.size());
  const std::string_view written = destination.substr(first);
  // As lessons/target.cpp reads them: text with a percent sign that begins no escape stands for itself.
  const auto decoded = uri::decode_percent(written);
  out.encoded = decoded && written.contains('%');
  for (std::size_t i = 0; i < written.size();) {
    out.places.push_back(span.begin + first + i);
    const bool escape = out.encoded && written[i] == '%';
    out.arguments += escape ? (*decoded)[out.arguments.size()] : written[i];
    i += escape ? 3 : 1;
  }
  out.places.push_back(span.end);
  return out;
}

std::string encode_percent(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

std::string argument_word(std::string_view word, bool encoded) {
  std::string escaped;
  for (const char c : word) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  const bool safe = std::ranges::all_of(escaped, [](char c) { return is_plain(c) || c == '/'; });
  return encoded || !safe ? encode_percent(escaped) : escaped;
}

}  // namespace tt::authoring
