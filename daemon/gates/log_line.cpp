#include "log_line.hpp"

#include <array>
#include <optional>
#include <utility>

#include "lines.hpp"
#include "text.hpp"

namespace tt::gates {
namespace {

Level level_of(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, Level>, 9> kLevels = {{{"trace", Level::kTrace},
                                                                                 {"debug", Level::kDebug},
                                                                                 {"info", Level::kInfo},
                                                                                 {"success", Level::kInfo},
                                                                                 {"warning", Level::kWarning},
                                                                                 {"warn", Level::kWarning},
                                                                                 {"error", Level::kError},
                                                                                 {"critical", Level::kCritical},
                                                                                 {"fatal", Level::kCritical}}};
  for (const auto& [name, level] : kLevels) {
    if (equal_ignoring_case(word, name)) return level;
  }
  return Level::kNone;
}

// "name.cpp:123": splits at the last colon.
bool take_place(std::string_view place, LogLine& out) {
  const std::size_t colon = place.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  std::string_view digits = place.substr(colon + 1);
  const auto line = take_whole<std::uint32_t>(digits);
  if (!line || !digits.empty()) return false;
  out.file = place.substr(0, colon);
  out.line = *line;
  return true;
}

bool is_path_text(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_word(c) || c == '.' || c == '/' || c == '-' || c == '+' || c == ':'; });
}

// tt-logger puts " (file.cpp:123)" at the line's end.
void take_place_at_end(LogLine& out) {
  if (!out.message.ends_with(')')) return;
  const std::size_t open = out.message.rfind('(');
  if (open == std::string_view::npos) return;
  const std::string_view place = out.message.substr(open + 1, out.message.size() - open - 2);
  if (!is_path_text(place) || !take_place(place, out)) return;
  out.message = trim(out.message.substr(0, open));
}

// "2025-09-30 13:06:21.557 | info     |          Device | Opening (tt_cluster.cpp:188)", and UMD's "| INFO     | Category   - text"
std::optional<LogLine> parse_stamped(std::string_view line) {
  if (!take_stamp(line) || !take_exactly(line, " | ")) return std::nullopt;
  const auto level = take_until(line, "|");
  LogLine out;
  if (!level || (out.level = level_of(trim(*level))) == Level::kNone) return std::nullopt;
  out.shape = Shape::kMetal;
  std::string_view rest = line;
  skip_blanks(rest);
  std::size_t end = 0;
  while (end < rest.size() && rest[end] != ' ' && rest[end] != '|') ++end;
  if (end == 0) return std::nullopt;
  out.category = rest.substr(0, end);
  rest.remove_prefix(end);
  skip_blanks(rest);
  if (!take_exactly(rest, "|") && !take_exactly(rest, "- ")) return std::nullopt;
  skip_blanks(rest);
  out.message = rest;
  take_place_at_end(out);
  return out;
}

// "                 Always | FATAL    | text", without a time
std::optional<LogLine> parse_unstamped(std::string_view line) {
  skip_blanks(line);
  const auto category = take_until(line, " | ");
  if (!category || category->empty() || !std::ranges::all_of(*category, is_word)) return std::nullopt;
  const auto level = take_until(line, "|");
  LogLine out;
  if (!level || (out.level = level_of(trim(*level))) == Level::kNone) return std::nullopt;
  out.shape = Shape::kMetal;
  out.category = *category;
  skip_blanks(line);
  out.message = line;
  take_place_at_end(out);
  return out;
}

// "[2025-06-11 19:34:22.075] [info] [pci_device.cpp:191] [SiliconDriver] text"
std::optional<LogLine> parse_bracketed(std::string_view line) {
  if (!take_exactly(line, "[") || !take_stamp(line) || !take_exactly(line, "] [")) return std::nullopt;
  const auto level = take_until(line, "]");
  LogLine out;
  if (!level || (out.level = level_of(trim(*level))) == Level::kNone) return std::nullopt;
  out.shape = Shape::kMetal;
  for (int field = 0; field < 2 && take_exactly(line, " ["); ++field) {
    const auto text = take_until(line, "]");
    if (!text) return std::nullopt;
    if (!take_place(*text, out)) out.category = trim(*text);
  }
  skip_blanks(line);
  out.message = line;
  return out;
}

std::string module_path(std::string_view module) {
  if (module == "__main__" || module.empty()) return {};
  std::string path(module);
  std::ranges::replace(path, '.', '/');
  return path + ".py";
}

// "2025-10-23 04:15:30.108 | INFO     | models.a.b:function:627 - text"
std::optional<LogLine> parse_loguru(std::string_view line) {
  LogLine out;
  out.message = loguru_message(line);
  if (out.message.empty()) return std::nullopt;
  out.shape = Shape::kLoguru;
  std::string_view head = line.substr(kStamp.size() + 3);
  out.level = level_of(trim(take_until(head, "|").value_or("")));
  skip_blanks(head);
  std::string_view place = head.substr(0, head.find(' '));
  const std::size_t colon = place.rfind(':');
  std::string_view digits = place.substr(colon + 1);
  out.line = take_whole<std::uint32_t>(digits).value_or(0);
  place = place.substr(0, colon);
  out.category = place.substr(0, place.find(':'));
  out.file = module_path(out.category);
  if (out.file.empty()) out.line = 0;
  return out;
}

// "ERROR 10-23 04:15:50 [engine.py:187] text", after "(EngineCore_0 pid=123) " in newer versions
std::optional<LogLine> parse_vllm(std::string_view line) {
  if (line.starts_with('(')) {
    const auto process = take_until(line, ") ");
    if (!process || process->find(" pid=") == std::string_view::npos) return std::nullopt;
  }
  const auto level = take_until(line, " ");
  LogLine out;
  if (!level || level->empty() || !std::ranges::all_of(*level, [](char c) { return c >= 'A' && c <= 'Z'; })) return std::nullopt;
  if ((out.level = level_of(*level)) == Level::kNone) return std::nullopt;
  static constexpr std::string_view kTime = "00-00 00:00:00 [";
  if (line.size() < kTime.size()) return std::nullopt;
  for (std::size_t i = 0; i < kTime.size(); ++i) {
    if (kTime[i] == '0' ? !is_digit(line[i]) : line[i] != kTime[i]) return std::nullopt;
  }
  line.remove_prefix(kTime.size());
  const auto place = take_until(line, "]");
  if (!place || !take_place(*place, out)) return std::nullopt;
  out.shape = Shape::kVllm;
  if (line.starts_with(' ')) line.remove_prefix(1);
  out.message = line;
  return out;
}

// "TT_FATAL @ /build/tt_metal/impl/a.cpp:462: condition", wherever it stands in the line
std::optional<LogLine> parse_exception(std::string_view line) {
  const std::size_t at = line.find("TT_");
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = line.substr(at + 3);
  if (!take_exactly(rest, "FATAL") && !take_exactly(rest, "THROW") && !take_exactly(rest, "ASSERT")) return std::nullopt;
  if (!take_exactly(rest, " @ ")) return std::nullopt;
  LogLine out;
  const std::size_t end = rest.find(": ");
  std::string_view place = rest.substr(0, end);
  if (place.ends_with(':')) place.remove_suffix(1);
  if (place.find(' ') != std::string_view::npos || !take_place(place, out)) return std::nullopt;
  out.shape = Shape::kException;
  out.level = Level::kCritical;
  out.category = line.substr(at, rest.data() - line.data() - at - 3);
  out.message = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 2);
  return out;
}

// "path/test_a.py:12: AssertionError", and pytest's short "path/test_a.py:12: in test_b"
std::optional<LogLine> parse_pytest(std::string_view line) {
  if (line.empty() || line.front() == ' ' || line.front() == '\t' || line.starts_with("E ") || line.front() == '>') {
    return std::nullopt;
  }
  const std::size_t at = line.find(".py:");
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = line.substr(at + 4);
  LogLine out;
  const auto number = take_whole<std::uint32_t>(rest);
  if (!number || !take_exactly(rest, ": ")) return std::nullopt;
  out.file = line.substr(0, at + 3);
  out.line = *number;
  if (take_exactly(rest, "in ")) {
    out.shape = Shape::kFrame;
    out.category = rest;
    return out;
  }
  if (rest.empty() || !std::ranges::all_of(rest, is_word)) return std::nullopt;
  out.shape = Shape::kPytest;
  out.level = Level::kError;
  out.message = rest;
  return out;
}

// '  File "a.py", line 3, in f'
std::optional<LogLine> parse_frame(std::string_view line) {
  skip_blanks(line);
  if (!take_exactly(line, "File \"")) return std::nullopt;
  const auto file = take_until(line, "\", line ");
  const auto number = file ? take_whole<std::uint32_t>(line) : std::nullopt;
  if (!number || file->empty()) return std::nullopt;
  LogLine out;
  if (take_exactly(line, ", in ")) {
    out.category = line;
  } else if (!line.empty()) {
    return std::nullopt;
  }
  out.shape = Shape::kFrame;
  out.file = *file;
  out.line = *number;
  return out;
}

// "src/a.cpp:12:3: error: text"
std::optional<LogLine> parse_compiler(std::string_view line) {
  static constexpr std::array<std::pair<std::string_view, Level>, 4> kWords = {{{": fatal error: ", Level::kError},
                                                                                {": error: ", Level::kError},
                                                                                {": warning: ", Level::kWarning},
                                                                                {": note: ", Level::kInfo}}};
  for (const auto& [word, level] : kWords) {
    const std::size_t at = line.find(word);
    if (at == std::string_view::npos) continue;
    const std::string_view place = line.substr(0, at);
    const std::size_t colon = place.rfind(':');
    if (colon == std::string_view::npos || place.front() == ' ' || place.front() == '\t') return std::nullopt;
    std::string_view digits = place.substr(colon + 1);
    LogLine out;
    const auto column = take_whole<std::uint32_t>(digits);
    if (!column || !digits.empty() || !take_place(place.substr(0, colon), out)) return std::nullopt;
    out.shape = Shape::kCompiler;
    out.level = level;
    out.column = *column;
    out.message = line.substr(at + word.size());
    return out;
  }
  return std::nullopt;
}

// "CMake Error at cmake/a.cmake:12 (message):"
std::optional<LogLine> parse_cmake(std::string_view line) {
  LogLine out;
  std::string_view rest = line;
  if (take_exactly(rest, "CMake Error")) {
    out.level = Level::kError;
  } else if (take_exactly(rest, "CMake Warning")) {
    out.level = Level::kWarning;
  } else {
    return std::nullopt;
  }
  take_exactly(rest, " (dev)");
  if (!take_exactly(rest, " at ")) return std::nullopt;
  std::string_view place = rest.substr(0, rest.find(" ("));
  if (place.ends_with(':')) place.remove_suffix(1);
  if (!take_place(place, out)) return std::nullopt;
  out.shape = Shape::kCmake;
  out.message = line;
  return out;
}

}  // namespace

std::string_view pytest_error(std::string_view line) {
  if (!take_exactly(line, "E   ")) return {};
  return trim(line);
}

LogLine parse_log_line(std::string_view line) {
  // By the first byte where that says something, so that a line meets few of them.
  using Parser = std::optional<LogLine> (*)(std::string_view);
  static constexpr Parser kStamped[] = {parse_loguru, parse_exception, parse_stamped, parse_pytest, parse_compiler};
  static constexpr Parser kOthers[] = {parse_exception, parse_bracketed, parse_vllm,     parse_frame,
                                       parse_cmake,     parse_pytest,    parse_compiler, parse_unstamped};
  const auto first_of = [&](const auto& parsers) -> std::optional<LogLine> {
    for (const Parser parse : parsers) {
      if (std::optional<LogLine> found = parse(line)) return found;
    }
    return std::nullopt;
  };
  std::optional<LogLine> found = !line.empty() && is_digit(line.front()) ? first_of(kStamped) : first_of(kOthers);
  if (found) return std::move(*found);
  LogLine plain;
  plain.message = line;
  return plain;
}

}  // namespace tt::gates
