#include "test_log.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "watcher.hpp"

namespace tt::gates {
namespace {

constexpr std::size_t kLongestWord = 8;  // of an outcome
constexpr std::string_view kSetUp = "ERROR at setup of ";
constexpr std::string_view kTearDown = "ERROR at teardown of ";
constexpr std::string_view kCollecting = "ERROR collecting ";

bool is_bad(TestOutcome outcome) { return outcome == TestOutcome::kFailed || outcome == TestOutcome::kError; }

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// The file below the root, or "" for one of a library.
std::string own_file(std::string_view file, std::string_view root) {
  if (!root.empty() && file.starts_with(root) && file.substr(root.size()).starts_with('/')) file.remove_prefix(root.size() + 1);
  const bool outside = file.starts_with('/') || file.starts_with("..") || file.starts_with('<');
  const bool library =
      file.find("site-packages/") != std::string_view::npos || file.find("dist-packages/") != std::string_view::npos;
  return outside || library ? std::string() : std::string(file);
}

void cut(std::string& text) {
  if (text.size() <= kMaxMessage) return;
  text.resize(kMaxMessage);
  text.resize(utf8::complete_prefix(text));
}

// Of the test whose heading this is, without what pytest puts before its name.
std::string_view name_in(std::string_view heading) {
  for (const std::string_view prefix : {kSetUp, kTearDown}) {
    if (heading.starts_with(prefix)) return heading.substr(prefix.size());
  }
  return heading;
}

}  // namespace

void TestLog::push(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\n\r"), text.size());
    const std::size_t room = kMaxLine - std::min(line_.size(), kMaxLine);
    line_.append(text.substr(0, std::min(end, room)));
    if (end == text.size()) return;
    end_line();
    text.remove_prefix(end + 1);
  }
}

void TestLog::end_line() {
  const std::string line = std::move(line_);
  line_.clear();
  if (line.empty()) return;
  if (const auto title = section_title(line)) {
    begin_section(*title);
    return;
  }
  switch (section_) {
    case Section::kRun: take_run_line(line); return;
    case Section::kFailures: take_failure_line(line); return;
    case Section::kSummary: take_summary_line(line); return;
    case Section::kDurations:
      if (const auto duration = read_duration(line)) {
        if (const auto known = by_id_.find(std::string(duration->id)); known != by_id_.end()) {
          tests_[known->second].duration_ms = duration->ms;
        }
      }
      return;
    case Section::kOther: return;
  }
}

void TestLog::begin_section(std::string_view title) {
  // A test may print a line of its own between equals signs: only pytest's titles end the run.
  const bool durations = title.starts_with("slowest ") && title.ends_with("durations");
  const bool other = title == "PASSES" || title == "XFAILURES" || title == "XPASSES" || title.starts_with("warnings summary") ||
                     title == "tests coverage" || title.starts_with("rerun test summary");
  if (title == "FAILURES" || title == "ERRORS") {
    section_ = Section::kFailures;
  } else if (title == "short test summary info") {
    section_ = Section::kSummary;
  } else if (title == "test session starts") {
    section_ = Section::kRun;
  } else if (durations) {
    section_ = Section::kDurations;
  } else if (other) {
    section_ = Section::kOther;
  } else {
    return;
  }
  leave_current();
  keep_error_text();
  in_traceback_ = false;
}

// Another test begins, or the run is over: an outcome at the end of the test's own output is the last that can be known.
void TestLog::leave_current() {
  if (current_ && tests_[*current_].outcome == TestOutcome::kRunning) {
    if (const auto outcome = glued_status(last_line_end_)) tests_[*current_].outcome = *outcome;
  }
  current_.reset();
  last_line_end_.clear();
}

Test* TestLog::test(std::string_view id) {
  const auto known = by_id_.find(std::string(id));
  if (known != by_id_.end()) return &tests_[known->second];
  if (tests_.size() >= kMaxTests) {
    left_out_ = true;
    return nullptr;
  }
  by_id_.emplace(id, tests_.size());
  tests_.push_back({std::string(id)});
  return &tests_.back();
}

void TestLog::take_run_line(std::string_view line) {
  if (collecting_) {
    // A line is an id from its beginning to its end, whatever its parameters hold.
    if (node_id_length(line) > 0) test(line);
    return;
  }
  if (const auto progress = read_progress(line)) {
    Test* found = test(progress->id);
    const bool same = current_ && found == &tests_[*current_];
    if (!same) leave_current();
    if (found == nullptr) return;
    found->outcome = progress->outcome.value_or(TestOutcome::kRunning);
    if (!progress->reason.empty()) found->message = progress->reason;
    if (!progress->outcome) current_ = static_cast<std::size_t>(found - tests_.data());
    return;
  }
  if (!current_) return;
  Test& current = tests_[*current_];
  if (const auto status = read_status(line)) {
    current.outcome = status->outcome;
    if (!status->reason.empty()) current.message = status->reason;
    return;
  }
  last_line_end_ = line.substr(line.size() - std::min(line.size(), kLongestWord));
}

void TestLog::take_failure_line(std::string_view line) {
  if (const auto heading = block_title(line)) {
    keep_error_text();
    in_traceback_ = failures_.size() < kMaxFailures;
    if (in_traceback_) failures_.push_back({std::string(*heading), {}, {}, 0});
    return;
  }
  if (!in_traceback_) return;
  // What the test printed follows its traceback.
  if (line.starts_with("---") && line.find(" Captured ") != std::string_view::npos) {
    keep_error_text();
    in_traceback_ = false;
    return;
  }
  if (line.starts_with("E ")) {
    std::string_view text = line.substr(1);
    const std::size_t blanks = std::min(text.find_first_not_of(' '), text.size());
    // What is said goes on as deep as it began, and deeper where it has parts.
    if (error_text_.empty()) error_indent_ = blanks;
    text.remove_prefix(std::min(blanks, error_indent_));
    if (error_text_.size() < kMaxMessage) error_text_ += error_text_.empty() ? std::string(text) : '\n' + std::string(text);
    return;
  }
  if (const auto frame = read_frame(line)) {
    keep_error_text();
    std::string file = own_file(frame->file, root_);
    if (file.empty()) return;
    failures_.back().file = std::move(file);
    failures_.back().line = frame->line;
  }
}

// Of several exceptions, each raised while the one before was handled, the last is what failed the test.
void TestLog::keep_error_text() {
  if (error_text_.empty()) return;
  if (in_traceback_ && !failures_.empty()) {
    cut(error_text_);
    failures_.back().message = std::move(error_text_);
  }
  error_text_.clear();
}

void TestLog::take_summary_line(std::string_view line) {
  const auto summary = read_summary(line);
  if (!summary) return;
  if (summary->id.empty()) {
    const auto known = std::ranges::find(skips_, summary->file, &Skip::file);
    if (known != skips_.end()) {
      known->several = known->several || known->reason != summary->message;
    } else if (skips_.size() < kMaxFailures) {
      skips_.push_back({std::string(summary->file), std::string(summary->message)});
    }
    return;
  }
  Test* found = test(summary->id);
  if (found == nullptr) return;
  found->outcome = summary->outcome;
  if (!summary->message.empty()) {
    found->message = summary->message;
    cut(found->message);
  }
}

// A heading names a test without its file. Tracebacks come in the order in which their tests failed, so the second of two
// equal headings belongs to the second such test.
void TestLog::explain_failures(std::vector<Test>& tests) const {
  std::unordered_map<std::string, std::vector<std::size_t>> by_heading;
  for (std::size_t at = 0; at < tests.size(); ++at) {
    if (is_bad(tests[at].outcome)) by_heading[heading_name(tests[at].id)].push_back(at);
  }
  std::unordered_map<std::string, std::size_t> taken;
  for (const Failure& failure : failures_) {
    Test* found = nullptr;
    if (failure.heading.starts_with(kCollecting)) {
      const std::string file = failure.heading.substr(kCollecting.size());
      if (const auto known = by_id_.find(file); known != by_id_.end()) {
        found = &tests[known->second];
      } else {
        found = &tests.emplace_back(Test{file, TestOutcome::kError});
      }
    } else {
      const auto named = by_heading.find(std::string(name_in(failure.heading)));
      if (named == by_heading.end()) continue;
      // A test that failed and could not be torn down either has two tracebacks.
      const std::size_t nth = std::min(taken[failure.heading]++, named->second.size() - 1);
      found = &tests[named->second[nth]];
    }
    // The summary's text is cut to the terminal's width.
    const std::string_view summary = found->message;
    const bool is_longer = summary.ends_with("...") || first_line(failure.message).size() >= summary.size();
    if (!failure.message.empty() && (summary.empty() || is_longer)) found->message = failure.message;
    if (failure.line != 0) {
      found->failure_file = failure.file;
      found->failure_line = failure.line;
    }
  }
}

std::vector<Test> TestLog::tests(bool over) const {
  if (!line_.empty() && (over || section_ == Section::kRun)) {
    // The last line may lack its end: pytest writes a test's id before the test runs, and its outcome behind it.
    const std::size_t length = node_id_length(line_);
    const bool begins = !collecting_ && length > 0 && length < line_.size();
    if (over || begins) {
      TestLog whole = *this;
      whole.end_line();
      return whole.tests(over);
    }
  }
  std::vector<Test> tests = tests_;
  if (over && current_ && tests[*current_].outcome == TestOutcome::kRunning) {
    if (const auto outcome = glued_status(last_line_end_)) tests[*current_].outcome = *outcome;
  }
  for (Test& test : tests) {
    if (test.outcome == TestOutcome::kRunning && over) {
      test.outcome = TestOutcome::kError;
      if (test.message.empty()) test.message = "The job ended before this test did.";
    }
    if (test.outcome != TestOutcome::kSkipped || !test.message.empty()) continue;
    for (const Skip& skip : skips_) {
      if (!skip.several && test.id.starts_with(skip.file + "::")) test.message = skip.reason;
    }
  }
  explain_failures(tests);
  if (tests.size() > kMaxTests) tests.resize(kMaxTests);
  return tests;
}

}  // namespace tt::gates
