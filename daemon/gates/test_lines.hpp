// Recognises the lines in which pytest says what becomes of its tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tt::gates {

enum class TestOutcome : std::uint8_t { kCollected, kRunning, kPassed, kFailed, kError, kSkipped, kXfailed, kXpassed };

// The protocol's words: "collected", "xpassed".
std::string_view to_string(TestOutcome outcome);

// All of these take one line without its end and without escape sequences, and give views into it. The shapes are those of
// pytest 6 to 9 with its own terminal reporter, and of pytest-xdist.

// Bytes of the node id at the front of `text`: "a/test_b.py::TestC::test_d[x y]", with blanks and colons inside brackets.
// 0: none is there.
std::size_t node_id_length(std::string_view text);

// "TestC.test_d[x]" for "a/test_b.py::TestC::test_d[x]", as the headings over tracebacks have it; "" without a "::".
std::string heading_name(std::string_view id);

struct ProgressLine {
  std::string_view id;
  std::optional<TestOutcome> outcome;  // absent: it begins
  std::string_view reason;             // of a skip
};
// "a/test_b.py::test_c PASSED [ 45%]", "a/test_b.py::test_c output of the test", "[gw0] [ 45%] PASSED a/test_b.py::test_c"
std::optional<ProgressLine> read_progress(std::string_view line);

struct StatusLine {
  TestOutcome outcome = TestOutcome::kPassed;
  std::string_view reason;
};
// "PASSED", "SKIPPED (no card)", "FAILED    [ 45%]": what a test's own output has cut off from its id.
std::optional<StatusLine> read_status(std::string_view line);

// The outcome that a line ends in, where the test's output lacked a line end: "doneFAILED".
std::optional<TestOutcome> glued_status(std::string_view line);

// "FAILURES" for "==== FAILURES ====".
std::optional<std::string_view> section_title(std::string_view line);

// "test_c[x]" for "____ test_c[x] ____".
std::optional<std::string_view> block_title(std::string_view line);

struct SummaryLine {
  TestOutcome outcome = TestOutcome::kPassed;
  std::string_view id;    // empty where pytest names a place instead, as with a skip
  std::string_view file;  // of such a place
  std::string_view message;
};
// "FAILED a/test_b.py::test_c - assert 1 == 2", "SKIPPED [1] a/test_b.py:18: no card", "ERROR a/test_b.py"
std::optional<SummaryLine> read_summary(std::string_view line);

struct DurationLine {
  std::int64_t ms = 0;
  std::string_view id;
};
// "1.23s call     a/test_b.py::test_c". Of set-up and tear-down: nothing.
std::optional<DurationLine> read_duration(std::string_view line);

struct FrameLine {
  std::string_view file;
  std::uint32_t line = 0;  // from 1
};
// "a/b.py:10: AssertionError", "a/b.py:10: in call", "a/b.py:10: "
std::optional<FrameLine> read_frame(std::string_view line);

}  // namespace tt::gates
