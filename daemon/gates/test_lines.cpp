#include "test_lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "text.hpp"

namespace tt::gates {
namespace {

constexpr std::string_view kInFile = ".py::";

constexpr std::array<std::pair<std::string_view, TestOutcome>, 6> kWords = {{{"PASSED", TestOutcome::kPassed},
                                                                             {"FAILED", TestOutcome::kFailed},
                                                                             {"ERROR", TestOutcome::kError},
                                                                             {"SKIPPED", TestOutcome::kSkipped},
                                                                             {"XFAIL", TestOutcome::kXfailed},
                                                                             {"XPASS", TestOutcome::kXpassed}}};

std::string_view trim_right(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes "[ 45%]" or "[12/50]" off the end.
bool take_share(std::string_view& text) {
  const std::string_view whole = trim_right(text);
  const std::size_t open = whole.rfind('[');
  if (!whole.ends_with(']') || open == std::string_view::npos) return false;
  const std::string_view inside = whole.substr(open + 1, whole.size() - open - 2);
  const auto fits = [](char c) { return is_digit(c) || c == ' ' || c == '%' || c == '/'; };
  const bool is_share = (inside.ends_with('%') || inside.find('/') != std::string_view::npos) && std::ranges::all_of(inside, fits);
  if (!is_share) return false;
  text = trim_right(whole.substr(0, open));
  return true;
}

struct Ending {
  TestOutcome outcome;
  std::string_view before, reason;
};

// An outcome as the last word, or as the word before a reason in brackets.
std::optional<Ending> take_ending(std::string_view text) {
  for (const auto& [word, outcome] : kWords) {
    if (text.ends_with(word)) {
      const std::string_view before = text.substr(0, text.size() - word.size());
      if (before.empty() || before.back() == ' ') return Ending{outcome, before, {}};
    }
    if (!text.ends_with(')')) continue;
    const std::string with_reason = std::string(word) + " (";
    std::size_t at = text.find(with_reason);
    while (at != std::string_view::npos && at > 0 && text[at - 1] != ' ') at = text.find(with_reason, at + 1);
    if (at == std::string_view::npos) continue;
    const std::size_t start = at + with_reason.size();
    return Ending{outcome, text.substr(0, at), text.substr(start, text.size() - start - 1)};
  }
  return std::nullopt;
}

// Where the names begin, after "file.py::". A file's name has none of what surrounds a path in ordinary text.
std::size_t names_begin(std::string_view text) {
  const std::size_t at = text.find(kInFile);
  if (at == std::string_view::npos || at == 0 || text.front() == ' ') return 0;
  if (text.substr(0, at).find_first_of("\"'()<>|,=\t[]") != std::string_view::npos) return 0;
  return at + kInFile.size();
}

bool has_blank_in_file(std::string_view text) { return text.substr(0, text.find(kInFile)).find(' ') != std::string_view::npos; }

// A title between at least one `fill` on each side and a blank.
std::optional<std::string_view> between(std::string_view line, char fill) {
  line = trim_right(line);
  const std::size_t start = line.find_first_not_of(fill);
  const std::size_t end = line.find_last_not_of(fill);
  if (start == 0 || start == std::string_view::npos || end + 1 == line.size()) return std::nullopt;
  if (line[start] != ' ' || line[end] != ' ' || end <= start) return std::nullopt;
  const std::string_view title = trim(line.substr(start, end - start + 1));
  if (title.empty() || title.front() == fill) return std::nullopt;
  return title;
}

// "[gw3] [ 45%] PASSED a/test_b.py::test_c"
std::optional<ProgressLine> read_worker_progress(std::string_view line) {
  if (!line.starts_with("[gw")) return std::nullopt;
  std::string_view rest = line.substr(std::min(line.find(']'), line.size() - 1) + 1);
  rest = trim(rest);
  if (rest.starts_with('[')) rest = trim(rest.substr(std::min(rest.find(']'), rest.size() - 1) + 1));
  for (const auto& [word, outcome] : kWords) {
    if (!rest.starts_with(word)) continue;
    const std::string_view id = trim(rest.substr(word.size()));
    if (names_begin(id) == 0) return std::nullopt;
    return ProgressLine{id, outcome, {}};
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(TestOutcome outcome) {
  switch (outcome) {
    case TestOutcome::kCollected: return "collected";
    case TestOutcome::kRunning: return "running";
    case TestOutcome::kPassed: return "passed";
    case TestOutcome::kFailed: return "failed";
    case TestOutcome::kError: return "error";
    case TestOutcome::kSkipped: return "skipped";
    case TestOutcome::kXfailed: return "xfailed";
    case TestOutcome::kXpassed: return "xpassed";
  }
  return "error";
}

std::size_t node_id_length(std::string_view text) {
  const std::size_t start = names_begin(text);
  if (start == 0 || start >= text.size() || text[start] == ' ' || text[start] == '[') return 0;
  std::size_t depth = 0;
  for (std::size_t at = start; at < text.size(); ++at) {
    if (text[at] == '[') ++depth;
    if (text[at] == ']' && depth > 0) --depth;
    if (depth == 0 && (text[at] == ' ' || text[at] == '\t')) return at;
  }
  if (depth == 0) return text.size();
  // A parameter with a bracket of its own: the last one that closes ends the id.
  const std::size_t last = text.rfind(']');
  return last == std::string_view::npos || last < start ? text.size() : last + 1;
}

std::string heading_name(std::string_view id) {
  const std::size_t start = names_begin(id);
  if (start == 0) return {};
  const std::string_view names = id.substr(start);
  const std::size_t bracket = std::min(names.find('['), names.size());
  std::string name;
  for (std::size_t at = 0; at < names.size(); ++at) {
    const bool separates = at < bracket && names.substr(at).starts_with("::");
    name += separates ? '.' : names[at];
    if (separates) ++at;
  }
  return name;
}

std::optional<ProgressLine> read_progress(std::string_view line) {
  if (auto worker = read_worker_progress(line)) return worker;
  if (names_begin(line) == 0) return std::nullopt;
  std::string_view text = trim_right(line);
  const bool has_share = take_share(text);
  const std::optional<Ending> ending = take_ending(text);
  if (has_blank_in_file(line) && !(has_share && ending)) return std::nullopt;
  if (ending) {
    // Usually the id is all that stands before the outcome; with -s the test's own output may stand between them.
    const std::string_view before = trim_right(ending->before);
    const std::size_t length = node_id_length(before);
    if (length == 0) return std::nullopt;
    const bool whole = length == before.size() || before.ends_with(']');
    return ProgressLine{whole ? before : before.substr(0, length), ending->outcome, ending->reason};
  }
  const std::size_t length = node_id_length(line);
  if (length == 0) return std::nullopt;
  return ProgressLine{line.substr(0, length), std::nullopt, {}};
}

std::optional<StatusLine> read_status(std::string_view line) {
  std::string_view text = trim_right(line);
  take_share(text);
  const std::optional<Ending> ending = take_ending(text);
  if (!ending || !ending->before.empty()) return std::nullopt;
  return StatusLine{ending->outcome, ending->reason};
}

std::optional<TestOutcome> glued_status(std::string_view line) {
  for (const auto& [word, outcome] : kWords) {
    if (line.ends_with(word)) return outcome;
  }
  return std::nullopt;
}

std::optional<std::string_view> section_title(std::string_view line) { return between(line, '='); }

std::optional<std::string_view> block_title(std::string_view line) { return between(line, '_'); }

std::optional<SummaryLine> read_summary(std::string_view line) {
  for (const auto& [word, outcome] : kWords) {
    if (!line.starts_with(word) || line.size() <= word.size() || line[word.size()] != ' ') continue;
    std::string_view rest = line.substr(word.size() + 1);
    if (outcome == TestOutcome::kSkipped && rest.starts_with('[')) {
      const std::size_t close = rest.find("] ");
      if (close == std::string_view::npos) return std::nullopt;
      rest.remove_prefix(close + 2);
      const std::size_t end = rest.find(".py:");
      if (end == std::string_view::npos) return std::nullopt;
      std::string_view reason = rest.substr(end + 4);
      while (!reason.empty() && is_digit(reason.front())) reason.remove_prefix(1);
      if (reason.starts_with(": ")) reason.remove_prefix(2);
      return SummaryLine{outcome, {}, rest.substr(0, end + 3), trim(reason)};
    }
    std::size_t length = node_id_length(rest);
    if (length == 0) {  // a file that could not be collected
      const std::size_t dash = rest.find(" - ");
      length = dash == std::string_view::npos ? trim_right(rest).size() : dash;
      if (!rest.substr(0, length).ends_with(".py")) return std::nullopt;
    }
    std::string_view message = rest.substr(length);
    message = message.starts_with(" - ") ? trim(message.substr(3)) : std::string_view();
    return SummaryLine{outcome, rest.substr(0, length), {}, message};
  }
  return std::nullopt;
}

std::optional<DurationLine> read_duration(std::string_view line) {
  line = trim(line);
  double seconds = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), seconds);
  if (error != std::errc{} || !(seconds >= 0) || seconds > 1e9) return std::nullopt;
  std::string_view rest = line.substr(static_cast<std::size_t>(end - line.data()));
  if (!rest.starts_with("s call ")) return std::nullopt;
  rest = trim(rest.substr(7));
  if (names_begin(rest) == 0) return std::nullopt;
  return DurationLine{std::llround(seconds * 1000), rest};
}

std::optional<FrameLine> read_frame(std::string_view line) {
  constexpr std::string_view kEnd = ".py:";
  const std::size_t at = line.find(kEnd);
  if (at == std::string_view::npos || at == 0 || line.front() == ' ' || line.front() == '>') return std::nullopt;
  if (line.starts_with("E ")) return std::nullopt;
  const std::string_view digits = line.substr(at + kEnd.size());
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || number == 0) return std::nullopt;
  const std::string_view rest = digits.substr(static_cast<std::size_t>(end - digits.data()));
  if (!rest.starts_with(':')) return std::nullopt;
  // What went wrong is one word; anything else is somebody's sentence, or a compiler's.
  const std::string_view what = trim(rest.substr(1));
  if (!what.starts_with("in ") && what.find(' ') != std::string_view::npos) return std::nullopt;
  return FrameLine{line.substr(0, at + 3), number};
}

}  // namespace tt::gates
