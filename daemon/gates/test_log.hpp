// Reads what pytest prints as it comes, and keeps what became of each test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "test_lines.hpp"

namespace tt::gates {

inline constexpr std::size_t kMaxTests = 20'000;   // of one log
inline constexpr std::size_t kMaxFailures = 1000;  // whose tracebacks are kept
inline constexpr std::size_t kMaxMessage = 2000;   // bytes of what a failure says

struct Test {
  std::string id;  // as pytest writes it; of a file that could not be collected: its path
  TestOutcome outcome = TestOutcome::kCollected;
  std::optional<std::int64_t> duration_ms = {};
  std::string message = {};        // why it failed or was skipped; several lines of a failure
  std::string failure_file = {};   // of the last frame that isn't a library's, as printed
  std::uint32_t failure_line = 0;  // from 1; 0: not known
};

// Invariant: memory is bounded whatever the log holds, and what tests() gives doesn't depend on how the text was split
// between calls of push().
class TestLog {
 public:
  // `root`: the folder in which pytest ran, absolute. `collecting`: the tests are listed, not run.
  TestLog(std::string root, bool collecting) : root_(std::move(root)), collecting_(collecting) {}

  // The next text of the log, without escape sequences.
  void push(std::string_view text);

  // In the order of the log. Once the job is `over`, a test that began and didn't end is an error that says so.
  std::vector<Test> tests(bool over) const;

  // There were more tests than are kept.
  bool left_out() const { return left_out_; }

 private:
  enum class Section : std::uint8_t { kRun, kFailures, kSummary, kDurations, kOther };

  // One traceback, under its heading: which test it belongs to is known once all of them were counted.
  struct Failure {
    std::string heading, message, file;
    std::uint32_t line = 0;
  };
  struct Skip {
    std::string file, reason;
    bool several = false;  // reasons: then no test of the file can be told which is its own
  };

  void end_line();
  void take_run_line(std::string_view line);
  void take_failure_line(std::string_view line);
  void take_summary_line(std::string_view line);
  void begin_section(std::string_view title);
  void leave_current();
  void keep_error_text();
  Test* test(std::string_view id);
  void explain_failures(std::vector<Test>& tests) const;

  std::string root_;
  bool collecting_;
  std::string line_;
  std::string last_line_end_;  // of the test that runs
  Section section_ = Section::kRun;
  std::vector<Test> tests_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::optional<std::size_t> current_;  // the test that runs
  std::vector<Failure> failures_;
  bool in_traceback_ = false;
  std::string error_text_;  // the lines after "E" since the last frame
  std::size_t error_indent_ = 0;
  std::vector<Skip> skips_;
  bool left_out_ = false;
};

}  // namespace tt::gates
