#include "progress.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hpp"
#include "lines.hpp"
#include "log_line.hpp"
#include "text.hpp"

namespace tt::gates {
namespace {

constexpr std::size_t kMaxPhase = 60;
constexpr std::size_t kMaxRate = 32;

std::string clip(std::string_view text, std::size_t limit) {
  text = trim(text);
  std::string valid = utf8::replace_invalid(text.substr(0, limit));
  if (valid.size() > limit) valid.resize(limit);
  valid.resize(utf8::complete_prefix(valid));
  return valid;
}

std::optional<double> fraction_of(double done, double all) {
  if (!(all > 0) || done < 0) return std::nullopt;
  return std::min(done / all, 1.0);
}

// "[12/456] Building CXX object a.o"
std::optional<Progress> read_ninja(std::string_view line) {
  if (!take_exactly(line, "[")) return std::nullopt;
  skip_blanks(line);
  const auto done = take_whole<std::uint64_t>(line);
  if (!done || !take_exactly(line, "/")) return std::nullopt;
  const auto all = take_whole<std::uint64_t>(line);
  if (!all || !take_exactly(line, "] ")) return std::nullopt;
  return Progress{"Building", fraction_of(static_cast<double>(*done), static_cast<double>(*all)), {}};
}

// "model.safetensors:  25%|##5  | 1.24G/4.98G [00:00<00:00, 11.2GB/s]"
std::optional<Progress> read_tqdm(std::string_view line) {
  const std::size_t bar = line.find("%|");
  if (bar == std::string_view::npos) return std::nullopt;
  std::size_t digits = bar;
  while (digits > 0 && is_digit(line[digits - 1])) --digits;
  std::string_view percent = line.substr(digits, bar - digits);
  const auto value = take_whole<std::uint32_t>(percent);
  if (!value || *value > 100) return std::nullopt;
  std::string_view name = trim(line.substr(0, digits));
  if (name.ends_with(':')) name.remove_suffix(1);
  Progress progress{clip(name.empty() ? "Working" : name, kMaxPhase), *value / 100.0, {}};
  std::string_view rest = line.substr(bar + 2);
  if (!skip_past(rest, "|")) return progress;
  skip_blanks(rest);
  // Counts say it finer than the percentage.
  std::string_view counts = rest;
  const auto done = take_whole<std::uint64_t>(counts);
  const auto all = done && take_exactly(counts, "/") ? take_whole<std::uint64_t>(counts) : std::nullopt;
  if (all && counts.starts_with(' ')) {
    progress.fraction = fraction_of(static_cast<double>(*done), static_cast<double>(*all)).value_or(*value / 100.0);
  }
  if (skip_past(rest, "[") && skip_past(rest, ", ")) {
    const std::string_view rate = trim(rest.substr(0, rest.find_first_of(",]")));
    if (!rate.starts_with('?')) progress.rate = clip(rate, kMaxRate);
  }
  return progress;
}

// "Receiving objects:  50% (1566/3132), 480.00 KiB | 1.20 MiB/s"
std::optional<Progress> read_git(std::string_view line) {
  take_exactly(line, "remote: ");
  const auto name = take_until(line, ":");
  if (!name || name->empty() || !std::ranges::all_of(*name, [](char c) { return is_letter(c) || c == ' '; })) return std::nullopt;
  skip_blanks(line);
  const auto percent = take_whole<std::uint32_t>(line);
  if (!percent || *percent > 100 || !take_exactly(line, "% (")) return std::nullopt;
  const auto done = take_whole<std::uint64_t>(line);
  const auto all = done && take_exactly(line, "/") ? take_whole<std::uint64_t>(line) : std::nullopt;
  if (!all) return std::nullopt;
  Progress progress{clip(*name, kMaxPhase), fraction_of(static_cast<double>(*done), static_cast<double>(*all)), {}};
  if (skip_past(line, "| ")) progress.rate = clip(line.substr(0, line.find(',')), kMaxRate);
  return progress;
}

// The stages of tt-metal's text demo, and of its build.
struct Stage {
  std::string_view text, phase;
};
constexpr Stage kStages[] = {
    {"Reading inputs...", "Reading inputs"},
    {"Starting prefill warmup", "Warming up prefill"},
    {"Finished prefill warmup", "Prefill is warm"},
    {"Starting prefill", "Prefill"},
    {"Prefill finished", "Prefill finished"},
    {"Starting decode loop", "Decoding"},
    {"Finished decoding", "Decoding finished"},
    {"-- The CXX compiler", "Configuring"},
    {"-- CPM: Adding package", "Fetching dependencies"},
    {"-- CPM: adding package", "Fetching dependencies"},
    {"-- Configuring done", "Configuring done"},
    {"-- Generating done", "Generating done"},
};

// "Iteration 5: 36ms @ 27.8 tok/s/user (888.9 tok/s throughput)"
std::optional<Progress> read_iteration(std::string_view message) {
  if (!take_exactly(message, "Iteration ") || !take_whole<std::uint64_t>(message) || !take_exactly(message, ": "))
    return std::nullopt;
  if (!skip_past(message, " @ ")) return std::nullopt;
  const std::size_t end = message.find(" (");
  const std::string_view rate = message.substr(0, end);
  if (!rate.ends_with(" tok/s/user")) return std::nullopt;
  return Progress{"Decoding", {}, clip(rate, kMaxRate)};
}

std::optional<Progress> read_stage(std::string_view message) {
  for (const Stage& stage : kStages) {
    if (message.starts_with(stage.text)) return Progress{std::string(stage.phase), {}, {}};
  }
  // build_metal.sh: "INFO: Configuring Project"
  if (take_exactly(message, "INFO: ") && !trim(message).empty()) return Progress{clip(message, kMaxPhase), {}, {}};
  return read_iteration(message);
}

// "[ 45%]" at the end of a line
std::optional<std::uint32_t> percent_at_end(std::string_view line) {
  line = trim(line);
  if (!line.ends_with("%]")) return std::nullopt;
  const std::size_t open = line.rfind('[');
  if (open == std::string_view::npos) return std::nullopt;
  std::string_view text = trim(line.substr(open + 1, line.size() - open - 3));
  const auto value = take_whole<std::uint32_t>(text);
  return value && text.empty() && *value <= 100 ? value : std::nullopt;
}

// An outcome on a line of its own, as with -s, or after the test's name. What the summary repeats begins with the word.
bool is_outcome(std::string_view line) {
  static constexpr std::array<std::string_view, 6> kOutcomes = {"PASSED", "FAILED", "SKIPPED", "ERROR", "XFAIL", "XPASS"};
  for (const std::string_view outcome : kOutcomes) {
    if (line == outcome) return true;
    if (line.starts_with(outcome) &&
        (line.substr(outcome.size()).starts_with(" [") || line.substr(outcome.size()).starts_with(" ("))) {
      // "PASSED  [ 45%]", but not the summary's "SKIPPED [1] file.py:3: reason"
      return percent_at_end(line).has_value();
    }
    const std::size_t at = line.find("::");
    if (at == std::string_view::npos || line.find(' ') < at) continue;
    std::string_view rest = line.substr(at);
    const std::size_t word = rest.rfind(outcome);
    if (word == std::string_view::npos || word == 0 || rest[word - 1] != ' ') continue;
    const std::string_view after = rest.substr(word + outcome.size());
    if (after.empty() || after.starts_with(' ')) return true;
  }
  return false;
}

}  // namespace

void ProgressReader::show(Progress progress) { shown_ = std::move(progress); }

void ProgressReader::move_bar(Progress progress) {
  const auto known = std::ranges::find(bars_, progress.phase, &Bar::key);
  Bar* bar = nullptr;
  if (known != bars_.end()) {
    bar = &*known;
  } else if (bars_.size() < kMaxBars) {
    bar = &bars_.emplace_back();
  } else {
    bar = &*std::ranges::min_element(bars_, {}, &Bar::moved);
  }
  bar->key = progress.phase;
  bar->progress = std::move(progress);
  bar->moved = ++count_;
  const Bar* latest = bar;
  if (bar->progress.fraction == 1.0) {
    // A bar that ended shows until another moves, unless others are still at work.
    for (const Bar& other : bars_) {
      const bool at_work = other.progress.fraction != 1.0;
      if (at_work && (latest->progress.fraction == 1.0 || other.moved > latest->moved)) latest = &other;
    }
  }
  show(latest->progress);
}

void ProgressReader::count_test() {
  ++tests_done_;
  if (tests_ == 0) return;
  show({"Testing", fraction_of(static_cast<double>(tests_done_), static_cast<double>(tests_)), {}});
}

bool ProgressReader::see_tests(std::string_view line) {
  if (line.starts_with("collecting ")) {
    show({"Collecting tests", {}, {}});
    return true;
  }
  if (std::string_view rest = line; take_exactly(rest, "collected ")) {
    // "collected 12 items / 3 deselected / 9 selected"
    auto count = take_whole<std::uint64_t>(rest);
    if (!count || !rest.starts_with(" item")) return false;
    if (const std::size_t at = rest.rfind(" / "); at != std::string_view::npos && rest.ends_with(" selected")) {
      std::string_view selected = rest.substr(at + 3);
      count = take_whole<std::uint64_t>(selected).value_or(*count);
    }
    tests_ = *count;
    tests_done_ = 0;
    show({"Testing", fraction_of(0, static_cast<double>(tests_)), {}});
    return true;
  }
  const bool outcome = is_outcome(line);
  if (const auto percent = percent_at_end(line); percent && (outcome || line.find(".py") != std::string_view::npos)) {
    if (outcome) ++tests_done_;
    show({"Testing", *percent / 100.0, {}});
    return true;
  }
  if (outcome) count_test();
  return outcome;
}

void ProgressReader::see(std::string_view line) {
  if (line.starts_with('[')) {
    if (auto ninja = read_ninja(line)) return show(std::move(*ninja));
  }
  if (auto bar = read_tqdm(line)) return move_bar(std::move(*bar));
  if (auto bar = read_git(line)) return move_bar(std::move(*bar));
  if (see_tests(line)) return;
  const std::string_view logged = loguru_message(line);
  if (auto stage = read_stage(logged.empty() ? line : logged)) return show(std::move(*stage));
}

}  // namespace tt::gates
