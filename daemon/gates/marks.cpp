#include "marks.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "text.hpp"

namespace tt::gates {
namespace {

constexpr std::size_t kMaxFrames = 64;  // of one traceback

Place place_of(const LogLine& parsed) {
  return {parsed.file.size() > 2 * kMaxQuote ? std::string{} : parsed.file, parsed.line, parsed.column};
}

std::vector<Place> places_of(const LogLine& parsed) {
  Place place = place_of(parsed);
  if (place.file.empty()) return {};
  return {std::move(place)};
}

bool is_library(std::string_view file) {
  return file.starts_with('<') || file.find("site-packages/") != std::string_view::npos ||
         file.find("dist-packages/") != std::string_view::npos || file.find("/lib/python") != std::string_view::npos;
}

// "ValueError: text", "torch.OutOfMemoryError": the last line of a traceback.
bool is_exception(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (is_word(text[end]) || text[end] == '.')) ++end;
  return end > 0 && (end == text.size() || text.substr(end).starts_with(": ") || text.substr(end) == ":");
}

// Of several processes' lines what the process wrote: "(Worker pid=1) text", "ERROR 02-03 04:05:06 [core.py:1] text"
std::string_view without_prefix(std::string_view line, const LogLine& parsed) {
  if (parsed.shape == Shape::kVllm) return parsed.message;
  if (line.starts_with('(')) {
    const std::size_t end = line.find(") ");
    if (end != std::string_view::npos && line.substr(0, end).find(" pid=") != std::string_view::npos) return line.substr(end + 2);
  }
  return line;
}

}  // namespace

// Whether it was kept.
bool MarkReader::add(Mark mark) {
  if (marks_.size() >= kMaxMarks) {
    if (std::exchange(complete_, false)) ++changes_;
    if (!mark.error || warnings_ == 0) return false;
    const auto last = std::ranges::find(marks_.rbegin(), marks_.rend(), false, &Mark::error);
    marks_.erase(std::next(last).base());
    --warnings_;
  }
  if (!mark.error) ++warnings_;
  marks_.push_back(std::move(mark));
  ++changes_;
  return true;
}

std::vector<Place> MarkReader::places_of_frames() {
  std::vector<Place> places;
  const auto take = [&](bool libraries) {
    for (auto frame = frames_.rbegin(); frame != frames_.rend() && places.size() < kMaxPlaces; ++frame) {
      if (is_library(frame->file) == libraries && !frame->file.starts_with('<')) places.push_back(*frame);
    }
  };
  take(false);
  if (places.empty()) take(true);
  frames_.clear();
  return places;
}

bool MarkReader::see_traceback(const LineAt& line, std::string_view text) {
  if (text.starts_with("Traceback (most recent call last)")) {
    in_traceback_ = true;
    frames_.clear();
    return true;
  }
  if (!in_traceback_) return false;
  // loguru points at the frame where the exception was caught.
  if (text.starts_with("> File ")) text.remove_prefix(1);
  if (text.starts_with(' ') || text.starts_with('\t')) {
    const LogLine parsed = parse_log_line(text);
    if (parsed.shape == Shape::kFrame) {
      // The innermost frames count.
      if (frames_.size() == kMaxFrames) frames_.erase(frames_.begin());
      frames_.push_back(place_of(parsed));
    }
    return true;
  }
  in_traceback_ = false;
  std::vector<Place> places = places_of_frames();
  if (!is_exception(text) || text.starts_with("KeyboardInterrupt") || text.starts_with("SystemExit")) return false;
  const LogLine parsed = parse_log_line(text);
  const bool check = parsed.shape == Shape::kException;
  if (check) {
    if (places.size() == kMaxPlaces) places.pop_back();
    places.push_back(place_of(parsed));
  }
  const bool kept = add({line.line, line.offset, MarkKind::kTraceback, true, quote(text), std::move(places)});
  if (kept && check) message_of_ = MessageOf::kCheck;
  return true;
}

// What follows a header belongs to the mark that it made: "info:" and the text, or CMake's indented paragraph.
bool MarkReader::take_message(const LineAt& line) {
  const std::string_view error = pytest_error(line.text);
  const std::string_view text = error.empty() ? trim(line.text) : error;
  const MessageOf of = std::exchange(message_of_, MessageOf::kNothing);
  if (of == MessageOf::kCheck) {
    if (text != "info:") return false;
    message_of_ = MessageOf::kCheckText;
    return true;
  }
  if (text.empty() || text == "backtrace:" || (of == MessageOf::kCmake && !line.text.starts_with(' '))) return false;
  Mark& mark = has_report_ ? report_ : marks_.back();
  mark.text = quote(text);
  ++changes_;
  return true;
}

// The first line of pytest's words about a failure makes a report, which its end, or the place before it, completes.
void MarkReader::see_pytest_error(const LineAt& line, std::string_view text) {
  static constexpr std::uint64_t kGap = 3;  // a line without text isn't recognised as one of them
  const bool continues = error_line_ > 0 && line.line <= error_line_ + kGap;
  error_line_ = line.line;
  if (continues) return;
  report_ = {line.line, line.offset, MarkKind::kPytest, true, quote(text), {}};
  has_report_ = true;
  const LogLine parsed = parse_log_line(line.text);
  const bool check = parsed.shape == Shape::kException;
  if (check) report_.places = places_of(parsed);
  if (frames_.empty()) {
    if (check) message_of_ = MessageOf::kCheck;
    return;
  }
  Mark mark = std::exchange(report_, {});
  has_report_ = false;
  std::vector<Place> places = places_of_frames();
  places.insert(places.end(), mark.places.begin(), mark.places.end());
  if (places.size() > kMaxPlaces) places.resize(kMaxPlaces);
  mark.places = std::move(places);
  tests_marked_ = true;
  if (add(std::move(mark)) && check) message_of_ = MessageOf::kCheck;
}

void MarkReader::end_pytest_report(const LineAt& line, const LogLine& parsed) {
  Mark mark{line.line, line.offset, MarkKind::kPytest, true, quote(parsed.message), {}};
  if (has_report_) {
    mark = std::exchange(report_, {});
    has_report_ = false;
    if (mark.text.find(parsed.message) == std::string::npos) mark.text = quote(std::string(parsed.message) + ": " + mark.text);
  }
  mark.places.insert(mark.places.begin(), place_of(parsed));
  message_of_ = MessageOf::kNothing;
  tests_marked_ = true;
  add(std::move(mark));
}

void MarkReader::see(const LineAt& line) {
  if (message_of_ != MessageOf::kNothing && take_message(line)) return;
  if (const std::string_view text = pytest_error(line.text); !text.empty()) return see_pytest_error(line, text);
  const LogLine parsed = parse_log_line(line.text);
  if (see_traceback(line, without_prefix(line.text, parsed))) return;
  switch (parsed.shape) {
    case Shape::kMetal:
    case Shape::kLoguru:
    case Shape::kVllm:
      if (parsed.level < Level::kWarning || parsed.message.empty()) return;
      add({line.line, line.offset, MarkKind::kLog, parsed.level > Level::kWarning, quote(parsed.message), places_of(parsed)});
      return;
    case Shape::kException:
      if (add({line.line, line.offset, MarkKind::kException, true, quote(trim(line.text)), places_of(parsed)})) {
        message_of_ = MessageOf::kCheck;
      }
      return;
    case Shape::kPytest: return end_pytest_report(line, parsed);
    case Shape::kFrame:
      // Of pytest's short report; other frames stand in a traceback.
      if (line.text.starts_with(' ')) return;
      if (frames_.size() == kMaxFrames) frames_.erase(frames_.begin());
      return frames_.push_back(place_of(parsed));
    case Shape::kCompiler:
      if (parsed.level < Level::kWarning) return;
      add({line.line, line.offset, MarkKind::kCompiler, parsed.level == Level::kError, quote(parsed.message), places_of(parsed)});
      return;
    case Shape::kCmake:
      if (add({line.line, line.offset, MarkKind::kCmake, parsed.level == Level::kError, quote(line.text), places_of(parsed)})) {
        message_of_ = MessageOf::kCmake;
      }
      return;
    case Shape::kPlain: break;
  }
  if (line.text.starts_with("FAILED: ")) {
    add({line.line, line.offset, MarkKind::kBuild, true, quote(line.text), {}});
    return;
  }
  // pytest's summary repeats what the reports said, unless there were none.
  if (line.text.starts_with("FAILED ") && line.text.find("::") != std::string_view::npos && !tests_marked_) {
    add({line.line, line.offset, MarkKind::kPytest, true, quote(line.text), {}});
  }
}

}  // namespace tt::gates
