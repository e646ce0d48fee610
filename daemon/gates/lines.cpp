#include "lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <optional>

#include "measurement.hpp"
#include "test_lines.hpp"
#include "text.hpp"

namespace tt::gates {
namespace {

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

// Takes `prefix` off the front of `text`, if it is there.
bool take(std::string_view& text, std::string_view prefix) {
  if (!starts_with_ignoring_case(text, prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// A decimal number, or nan and inf as Python prints them. Not one that goes on as a word ("0.99x", "2nd", "nano"), unless
// that word is `unit`.
std::optional<double> take_number(std::string_view& text, std::string_view unit = {}) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  const bool has_unit = !unit.empty() && rest.starts_with(unit);
  if (!rest.empty() && is_word(rest.front()) && !has_unit) return std::nullopt;
  text = rest;
  return value;
}

// How a line came to be: logged by loguru, or printed as it stands.
struct Line {
  std::string_view message;  // without the prefix
  bool logged = false;
  const char* start = nullptr;  // of the whole line

  // The offset of what is left of the message.
  std::size_t offset(std::string_view rest) const { return static_cast<std::size_t>(rest.data() - start); }
};

// Calls `visit` with what follows each occurrence of `word` that stands alone, and with the text before it.
template <class Visit>
void for_each_word(std::string_view text, std::string_view word, Visit visit) {
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (!equal_ignoring_case(text.substr(at, word.size()), word)) continue;
    if (at > 0 && (is_letter(text[at - 1]) || is_digit(text[at - 1]))) continue;
    visit(text.substr(0, at), text.substr(at + word.size()));
  }
}

// "expected PCC: 0.99", "min_pcc=0.99": a bound that was asked for, not a value that was measured.
bool names_a_limit(std::string_view before) {
  while (!before.empty() && !is_letter(before.back()) && !is_digit(before.back())) {
    const char c = before.back();
    if (c != ' ' && c != '_' && c != '-') return false;
    before.remove_suffix(1);
  }
  std::size_t start = before.size();
  while (start > 0 && is_letter(before[start - 1])) --start;
  static constexpr std::array<std::string_view, 10> kLimits = {"expected", "required", "target", "min",     "minimum",
                                                               "max",      "maximum",  "goal",   "desired", "threshold"};
  return std::ranges::any_of(kLimits, [&](std::string_view word) { return equal_ignoring_case(before.substr(start), word); });
}

// "PCC: 0.99987", "PCC value 0.93112 is lower than 0.99", "..., pcc=0.9987"
void find_pcc(const Line& line, std::vector<Found>& found) {
  // A printed line has to begin with the name: tracebacks echo calls such as "pcc=0.99)".
  if (!line.logged && !line.message.starts_with("PCC")) return;
  for_each_word(line.message, "pcc", [&](std::string_view before, std::string_view after) {
    if (names_a_limit(before)) return;
    const bool by_colon =
        take(after, ":") || take(after, " value ") || take(after, " value:") || take(after, " =") || take(after, "=");
    if (!by_colon) return;
    skip_blanks(after);
    const std::optional<double> value = take_number(after);
    if (!value) return;
    // An infinite correlation is none, and must not reach a gate as a great one. Rounding can lift one slightly over 1.
    const double pcc = std::isinf(*value) ? std::numeric_limits<double>::quiet_NaN() : *value;
    if (std::abs(pcc) > 1.001) return;
    found.push_back({kPcc, pcc, "", line.offset(after)});
  });
}

// "Top1 Accuracy: 87.20%", "Top-5 accuracy:  98 %", "Top-1: 90%"
void find_accuracy(const Line& line, std::vector<Found>& found) {
  std::string_view start = line.message;
  skip_blanks(start);
  if (!line.logged && !start.starts_with("Top") && !start.starts_with("Tokens")) return;
  for_each_word(line.message, "top", [&](std::string_view before, std::string_view after) {
    if (names_a_limit(before)) return;
    take(after, "-");
    const bool first = take(after, "1");
    if (!first && !take(after, "5")) return;
    skip_blanks(after);
    take(after, "accuracy");
    if (!take(after, ":")) return;
    skip_blanks(after);
    const std::optional<double> value = take_number(after);
    const std::size_t end = line.offset(after);
    skip_blanks(after);
    if (!value || !take(after, "%") || *value < 0 || *value > 100) return;
    found.push_back({first ? kTop1 : kTop5, *value, "%", end});
  });
}

// "Average speed: 35.31ms @ 28.32 tok/s/user (906.24 tok/s throughput)", "Iteration 5: 36ms @ 27.8 tok/s/user (...)"
void find_speed(const Line& line, std::vector<Found>& found) {
  if (!line.logged && !line.message.starts_with("Average speed") && !line.message.starts_with("Iteration")) return;
  static constexpr std::string_view kAt = " @ ";
  for (std::size_t at = line.message.find(kAt); at != std::string_view::npos; at = line.message.find(kAt, at + 1)) {
    std::string_view rest = line.message.substr(at + kAt.size());
    const std::optional<double> value = take_number(rest);
    const std::size_t end = line.offset(rest);
    if (!value || *value < 0 || !take(rest, " tok/s/user")) continue;
    found.push_back({kSpeed, *value, "t/s/u", end});
    if (!take(rest, " (")) continue;
    const std::optional<double> all = take_number(rest);
    const std::size_t end_of_all = line.offset(rest);
    if (all && *all >= 0 && take(rest, " tok/s throughput)")) found.push_back({kThroughput, *all, "t/s", end_of_all});
  }
}

// "Average Time to First Token (TTFT): 104.2ms"
void find_first_token(const Line& line, std::vector<Found>& found) {
  if (!line.logged && !line.message.starts_with("Average Time to First Token")) return;
  static constexpr std::string_view kLabel = "(TTFT):";
  const std::size_t at = line.message.find(kLabel);
  if (at == std::string_view::npos) return;
  std::string_view rest = line.message.substr(at + kLabel.size());
  skip_blanks(rest);
  const std::optional<double> value = take_number(rest, "ms");
  const std::size_t end = line.offset(rest);
  skip_blanks(rest);
  if (!value || *value < 0 || !take(rest, "ms")) return;
  found.push_back({kFirstToken, *value, "ms", end});
}

// The number behind a label, where the line was logged or begins with the label.
void find_labelled(const Line& line, std::string_view label, std::string_view unit, const char* name, std::vector<Found>& found) {
  const std::size_t at = line.message.find(label);
  if (at == std::string_view::npos || (!line.logged && at != 0)) return;
  std::string_view rest = line.message.substr(at + label.size());
  skip_blanks(rest);
  const std::optional<double> value = take_number(rest, unit);
  const std::size_t end = line.offset(rest);
  if (!value || *value < 0 || (!unit.empty() && !take(rest, unit))) return;
  found.push_back({name, *value, unit, end});
}

// "128th token decode time: 35.4ms [28.25 t/s/u, 904.0 t/s]"
void find_token128(const Line& line, std::vector<Found>& found) {
  find_labelled(line, "128th token decode time:", "ms", kToken128, found);
}

// "Prefill compile time: 12.3s"
void find_compile_times(const Line& line, std::vector<Found>& found) {
  find_labelled(line, "Prefill compile time:", "s", kPrefillCompile, found);
  find_labelled(line, "Decode compile time:", "s", kDecodeCompile, found);
}

// "Max ATOL Delta: 0.03, Max RTOL Delta: ..."
void find_atol(const Line& line, std::vector<Found>& found) { find_labelled(line, "Max ATOL Delta:", "", kAtol, found); }

// A new kind of line is a new row. `needle` is a quick test, so that most lines cost one search each.
struct Pattern {
  std::string_view needle, other_needle;
  void (*find)(const Line& line, std::vector<Found>& found);
};
constexpr Pattern kPatterns[] = {
    {"PCC", "pcc", find_pcc},
    {"Top", "top", find_accuracy},
    {" tok/s/user", "", find_speed},
    {"(TTFT):", "", find_first_token},
    {"128th token decode time:", "", find_token128},
    {" compile time:", "", find_compile_times},
    {"Max ATOL Delta:", "", find_atol},
};

// pytest marks failing source with '>' and errors with "E "; it shows locals as "name = value" and source indented.
bool is_echo(std::string_view line) {
  if (line.starts_with('>') || line.starts_with("E ") || line.starts_with("    ") || line.starts_with('\t')) return true;
  std::size_t end = 0;
  while (end < line.size() && is_word(line[end])) ++end;
  std::string_view rest = line.substr(end);
  skip_blanks(rest);
  return end > 0 && rest.starts_with('=') && !rest.starts_with("==");
}

}  // namespace

std::string_view loguru_message(std::string_view line) {
  std::string_view rest = line;
  if (!take_stamp(rest) || !take_exactly(rest, " | ")) return {};
  std::size_t level = 0;
  while (level < rest.size() && rest[level] >= 'A' && rest[level] <= 'Z') ++level;
  if (level == 0) return {};
  rest.remove_prefix(level);
  skip_blanks(rest);
  if (!take(rest, "| ")) return {};
  // module:function:line, without a blank.
  const std::size_t end = rest.find(' ');
  if (end == std::string_view::npos || !rest.substr(end).starts_with(" - ")) return {};
  const std::string_view place = rest.substr(0, end);
  const std::size_t colon = place.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == place.size()) return {};
  if (!std::ranges::all_of(place.substr(colon + 1), is_digit)) return {};
  return rest.substr(end + 3);
}

std::vector<Found> find_measurements(std::string_view line) {
  std::vector<Found> found;
  // memmem() is several times faster than string_view::find() on needles that begin with a common letter.
  const auto has = [&](std::string_view needle) {
    return ::memmem(line.data(), line.size(), needle.data(), needle.size()) != nullptr;
  };
  const auto holds = [&](const Pattern& p) { return has(p.needle) || (!p.other_needle.empty() && has(p.other_needle)); };
  if (std::ranges::none_of(kPatterns, holds)) return found;
  const char* const start = line.data();
  // With -s the first line that a pytest test prints stands behind the test's id.
  if (const std::size_t id = node_id_length(line); id > 0) {
    line.remove_prefix(id);
    skip_blanks(line);
  }
  Line parts{loguru_message(line), true, start};
  if (parts.message.empty()) {
    if (is_echo(line)) return found;
    parts = {line, false, start};
  }
  for (const Pattern& pattern : kPatterns) {
    if (holds(pattern)) pattern.find(parts, found);
  }
  return found;
}

}  // namespace tt::gates
