#include "watcher.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "line_at.hpp"
#include "lines.hpp"
#include "needles.hpp"

namespace tt::gates {
namespace {

// Of a line longer than kMaxLine the next part is made of the line's start, which says whether its numbers count (a logger's
// prefix), and of the end of the part before, so that nothing is torn. A number that ends in the last bytes of a part is left to
// the next.
constexpr std::size_t kStart = 256;
constexpr std::size_t kSeam = 256;
constexpr std::size_t kUnsure = 64;

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; }

}  // namespace

void Watcher::push(std::string_view raw_bytes) {
  while (!raw_bytes.empty()) {
    std::size_t run = 0;
    if (state_ == State::kText) {
      while (run < raw_bytes.size() && is_plain(raw_bytes[run])) ++run;
      add(raw_bytes.substr(0, run));
    }
    position_ += run;
    raw_bytes.remove_prefix(run);
    if (raw_bytes.empty()) return;
    step(raw_bytes.front());
    raw_bytes.remove_prefix(1);
  }
}

// One byte that isn't plain text, or that may belong to an escape sequence (ECMA-48).
void Watcher::step(char c) {
  ++position_;
  // A line end also ends a sequence: one that a killed program left open mustn't swallow the rest of the log.
  if (c == '\n' || c == '\r') {
    state_ = State::kText;
    end_line();
    if (c == '\n') {
      ++line_;
      line_start_ = position_;
    }
    return;
  }
  if (c == '\x1b' && state_ != State::kString) {
    state_ = State::kEscape;
    return;
  }
  switch (state_) {
    case State::kText:
      if (c == '\t') add({&c, 1});
      return;
    case State::kEscape:
      if (c == '[') {
        state_ = State::kControlSequence;
      } else if (c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_') {
        state_ = State::kString;
      } else if (c < 0x20 || c > 0x2F) {  // else an intermediate byte: the sequence goes on
        state_ = State::kText;
      }
      return;
    case State::kControlSequence:
      if (c >= 0x40 && c <= 0x7E) state_ = State::kText;
      return;
    case State::kString:
      if (c == '\a') state_ = State::kText;
      if (c == '\x1b') state_ = State::kStringEscape;
      return;
    case State::kStringEscape: state_ = c == '\\' ? State::kText : State::kString; return;
  }
}

void Watcher::skip_to(std::uint64_t offset, std::uint64_t lines) {
  // A number in the line that was begun may be half one.
  text_.clear();
  measured_ = 0;
  state_ = State::kText;
  position_ = line_start_ = offset;
  line_ = lines + 1;
}

void Watcher::finish() { end_line(); }

void Watcher::add(std::string_view plain) {
  while (!plain.empty()) {
    if (text_.size() == kMaxLine) end_part();
    const std::size_t taken = std::min(plain.size(), kMaxLine - text_.size());
    text_.append(plain.substr(0, taken));
    plain.remove_prefix(taken);
  }
}

// text_ is full, and the line goes on.
void Watcher::end_part() {
  const std::string_view part = text_;
  const std::uint32_t interest = find_interest(part);
  if (measured_ == 0) {
    // The last word may be half a number.
    const std::size_t blank = part.find_last_of(" \t");
    if (blank != std::string_view::npos && blank > 0) look_at(part.substr(0, blank), interest);
  }
  if ((interest & kForMeasures) != 0) measure(part, part.size() - kUnsure);
  std::string next(part.substr(0, kStart));
  next += '\n';  // stands in no line: nothing is read across it
  next += part.substr(part.size() - kSeam);
  text_ = std::move(next);
  measured_ = text_.size() - kUnsure;
}

void Watcher::end_line() {
  if (!text_.empty()) {
    const std::uint32_t interest = find_interest(text_);
    if (measured_ == 0) look_at(text_, interest);
    if ((interest & kForMeasures) != 0) measure(text_, text_.size());
  }
  text_.clear();
  measured_ = 0;
}

// What is said in a line's first part, but for measurements.
void Watcher::look_at(std::string_view line, std::uint32_t interest) {
  const LineAt at{line, line_, line_start_};
  if ((interest & kForProgress) != 0 || line.front() == '[') progress_.see(line);
  if ((interest & kForFaults) != 0 || faults_.waits()) faults_.see(at);
  if ((interest & kForMarks) != 0 || line.starts_with("E ") || marks_.waits()) marks_.see(at);
}

// Keeps the measurements that end behind measured_ and at `end` at the latest.
void Watcher::measure(std::string_view part, std::size_t end) {
  for (const Found& found : find_measurements(part)) {
    if (found.end <= measured_ || found.end > end) continue;
    keep({std::string(found.name), found.value, std::string(found.unit), line_, line_start_, quote(part)});
  }
}

void Watcher::keep(Measurement measurement) {
  if (measurements_.size() < kMaxMeasurements) {
    measurements_.push_back(std::move(measurement));
    return;
  }
  const auto known = std::ranges::find(extremes_, measurement.name, &Extremes::name);
  if (known == extremes_.end()) {
    const std::size_t first = measurements_.size();
    extremes_.push_back({measurement.name, first, first + 1, first + 2});
    measurements_.insert(measurements_.end(), 3, measurement);
    return;
  }
  // NaN is lower than any number, so that one isn't lost.
  Measurement& lowest = measurements_[known->lowest];
  if (std::isnan(measurement.value) || measurement.value < lowest.value) lowest = measurement;
  Measurement& highest = measurements_[known->highest];
  if (std::isnan(highest.value) || measurement.value > highest.value) highest = measurement;
  measurements_[known->latest] = std::move(measurement);
}

}  // namespace tt::gates
