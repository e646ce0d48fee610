#include "script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/files.hpp"

namespace tt::session {
namespace {

constexpr std::size_t kLargestScript = 1u << 20;

struct Line {
  std::size_t number = 0;
  std::string text;
};

// Comments and empty lines are gone, continued lines are joined.
std::vector<Line> join_lines(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == ' ' && !lines.empty()) {
      lines.back().text += '\n' + std::string(line);
    } else {
      lines.push_back({number, std::string(line)});
    }
  }
  return lines;
}

// The first word, which is taken off `text` with the blanks behind it.
std::string_view take_word(std::string_view& text) {
  const std::size_t end = text.find_first_of(" \n");
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(text.find_first_not_of(" \n", std::min(end, text.size())), text.size()));
  return word;
}

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return std::nullopt;
}

Result<SendBytes> read_repeat(std::string_view rest, bool framed) {
  const auto count = read_number<std::size_t>(take_word(rest));
  if (!count) return fail(ErrorKind::kMalformed, "`repeat` and `flood` take a number.");
  const Result<std::string> piece = unescape(rest);
  if (!piece) return std::unexpected(piece.error());
  SendBytes send{{}, framed};
  for (std::size_t i = 0; i < *count; ++i) send.bytes += *piece;
  return send;
}

Result<Statement> read_send(std::string_view rest) {
  if (rest.starts_with('{') || rest.starts_with('[')) return Statement{{}, Send{std::string(rest)}};
  const std::string_view how = take_word(rest);
  if (how == "repeat" || how == "flood") {
    Result<SendBytes> send = read_repeat(rest, how == "repeat");
    if (!send) return std::unexpected(send.error());
    return Statement{{}, std::move(*send)};
  }
  if (how != "raw" && how != "body") return fail(ErrorKind::kMalformed, "After `->` comes JSON, raw, body, repeat or flood.");
  Result<std::string> bytes = unescape(rest);
  if (!bytes) return std::unexpected(bytes.error());
  return Statement{{}, SendBytes{std::move(*bytes), how == "body"}};
}

Result<Statement> read_order(std::string_view rest) {
  const std::string_view what = take_word(rest);
  if (what == "close") return Statement{{}, Close{}};
  if (what == "origin") return Statement{{}, Origin{}};
  if (what == "absent") return Statement{{}, Absent{std::string(rest)}};
  if (what == "exit") {
    if (const auto code = read_number<int>(rest)) return Statement{{}, Exit{*code}};
  } else if (what == "jobs") {
    if (const auto count = read_number<std::size_t>(rest)) return Statement{{}, Jobs{*count}};
  } else if (what == "rename") {
    std::string from(take_word(rest));
    if (!rest.empty()) return Statement{{}, Rename{std::move(from), std::string(rest)}};
  } else if (what == "write" || what == "holds") {
    const std::string path(take_word(rest));
    Result<std::string> text = unescape(rest);
    if (!text) return std::unexpected(text.error());
    if (what == "write") return Statement{{}, Write{path, std::move(*text)}};
    return Statement{{}, Holds{path, std::move(*text)}};
  }
  return fail(ErrorKind::kMalformed, fmt::format("`! {}` is not an order, or lacks its number.", what));
}

Result<Statement> read_statement(std::string_view sign, std::string_view rest) {
  if (sign == "->") return read_send(rest);
  if (sign == "<-") return Statement{{}, Expect{std::string(rest)}};
  if (sign == "!") return read_order(rest);
  if (sign == "~" && take_word(rest) == "ignore" && !rest.empty()) return Statement{{}, Ignore{std::string(rest)}};
  return fail(ErrorKind::kMalformed, fmt::format("A line begins with '{}'.", sign));
}

Result<Script> read_part(std::string_view part, const std::filesystem::path& parts) {
  const std::string file = std::string(part) + ".part";
  const Result<std::string> text = read_file(parts / file, kLargestScript);
  if (!text) return std::unexpected(text.error());
  return parse_script(*text, file, parts);
}

}  // namespace

Result<std::string> unescape(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('\\'), text.size());
    bytes += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const char kind = text.size() > 1 ? text[1] : '\0';
    std::size_t used = 2;
    if (kind == 'x' && text.size() >= 4 && hex_digit(text[2]) && hex_digit(text[3])) {
      bytes += static_cast<char>(*hex_digit(text[2]) * 16 + *hex_digit(text[3]));
      used = 4;
    } else if (kind == 'r') {
      bytes += '\r';
    } else if (kind == 'n') {
      bytes += '\n';
    } else if (kind == 't') {
      bytes += '\t';
    } else if (kind == '\\') {
      bytes += '\\';
    } else {
      return fail(ErrorKind::kMalformed, fmt::format("'{}' is not an escape.", text.substr(0, 4)));
    }
    text.remove_prefix(used);
  }
  return bytes;
}

Result<Script> parse_script(std::string_view text, std::string_view name, const std::filesystem::path& parts) {
  Script script;
  for (const Line& line : join_lines(text)) {
    const std::string place = fmt::format("{}:{}", name, line.number);
    std::string_view rest = line.text;
    const std::string_view sign = take_word(rest);
    if (sign == "@") {
      Result<Script> part = read_part(rest, parts);
      if (!part) return fail(ErrorKind::kMalformed, fmt::format("{}: {}", place, part.error().message));
      for (Statement& statement : *part) script.push_back(std::move(statement));
      continue;
    }
    Result<Statement> statement = read_statement(sign, rest);
    if (!statement) return fail(ErrorKind::kMalformed, fmt::format("{}: {}", place, statement.error().message));
    statement->place = place;
    script.push_back(std::move(*statement));
  }
  return script;
}

}  // namespace tt::session
