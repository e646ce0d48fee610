#include "gates/test_lines.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tt::gates;

TEST_CASE("a node id ends where pytest ends it, whatever its parameters hold") {
  struct Case {
    std::string_view text, id;
  };
  const Case cases[] = {
      {"ops/test_relu.py::test_shape", "ops/test_relu.py::test_shape"},
      {"ops/test_relu.py::TestWide::test_shape PASSED", "ops/test_relu.py::TestWide::test_shape"},
      {"test_a.py::test_b[two words] FAILED", "test_a.py::test_b[two words]"},
      {"test_a.py::test_b[x::y - z] - assert 1 == 2", "test_a.py::test_b[x::y - z]"},
      {"test_a.py::test_b[shape0-[1, 2]] ERROR", "test_a.py::test_b[shape0-[1, 2]]"},
      {"test_a.py::test_b[a]b] PASSED", "test_a.py::test_b[a]b]"},
      {"test_a.py::test_b[open[ PASSED ] x", "test_a.py::test_b[open[ PASSED ]"},
      {"test_a.py::", ""},
      {"test_a.py:: spaced", ""},
      {"  test_a.py::test_b", ""},
      {"no test here", ""},
      {"(test_a.py::test_b)", ""},
      {".py::test_b", ""},
      {"", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(c.text.substr(0, node_id_length(c.text)) == c.id);
  }
}

TEST_CASE("a heading names a test with dots, and leaves its parameters alone") {
  CHECK(heading_name("a/test_b.py::TestC::TestD::test_e[x::y]") == "TestC.TestD.test_e[x::y]");
  CHECK(heading_name("a/test_b.py::test_c") == "test_c");
  CHECK(heading_name("a/test_b.py") == "");
}

TEST_CASE("a line of progress gives a test and its outcome") {
  struct Case {
    std::string_view line, id;
    std::optional<TestOutcome> outcome;
    std::string_view reason = {};
  };
  const Case cases[] = {
      {"t/test_a.py::test_b PASSED                                  [ 45%]", "t/test_a.py::test_b", TestOutcome::kPassed},
      {"t/test_a.py::test_b[4 x 8] FAILED                           [100%]", "t/test_a.py::test_b[4 x 8]", TestOutcome::kFailed},
      {"t/test_a.py::test_b SKIPPED (needs two cards (n300))         [ 5%]", "t/test_a.py::test_b", TestOutcome::kSkipped,
       "needs two cards (n300)"},
      {"t/test_a.py::test_b XFAIL (slow)", "t/test_a.py::test_b", TestOutcome::kXfailed, "slow"},
      {"t/test_a.py::test_b XPASS [12/50]", "t/test_a.py::test_b", TestOutcome::kXpassed},
      {"t/test_a.py::test_b ERROR", "t/test_a.py::test_b", TestOutcome::kError},
      {"t/test_a.py::test_b[x] ", "t/test_a.py::test_b[x]", std::nullopt},
      {"t/test_a.py::test_b[x y] loading weights, 3 of 4", "t/test_a.py::test_b[x y]", std::nullopt},
      {"t/test_a.py::test_b half a line PASSED", "t/test_a.py::test_b", TestOutcome::kPassed},
      {"my tests/test_a.py::test_b PASSED [ 10%]", "my tests/test_a.py::test_b", TestOutcome::kPassed},
      {"[gw2] [ 30%] FAILED t/test_a.py::test_b[x y] ", "t/test_a.py::test_b[x y]", TestOutcome::kFailed},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    const auto progress = read_progress(c.line);
    REQUIRE(progress);
    CHECK(progress->id == c.id);
    CHECK(progress->outcome == c.outcome);
    CHECK(progress->reason == c.reason);
  }
  for (const std::string_view line :
       {"see t/test_a.py::test_b for more", "E   t/test_a.py::test_b PASSED", "PASSED", "[gw2", "[gw1] node down: no",
        "2026-03-01 10:00:00.000 | INFO     | t.test_a:test_b:4 - PASSED", "==== t/test_a.py::test_b ===="}) {
    CAPTURE(line);
    CHECK_FALSE(read_progress(line));
  }
}

TEST_CASE("an outcome on a line of its own counts, one inside a sentence doesn't") {
  CHECK(read_status("PASSED")->outcome == TestOutcome::kPassed);
  CHECK(read_status("FAILED   [ 50%]")->outcome == TestOutcome::kFailed);
  CHECK(read_status("SKIPPED (no card)")->reason == "no card");
  CHECK_FALSE(read_status("all PASSED"));
  CHECK_FALSE(read_status("PASSED quickly"));
  CHECK_FALSE(read_status(""));
  CHECK(glued_status("doneFAILED") == TestOutcome::kFailed);
  CHECK_FALSE(glued_status("done"));
}

TEST_CASE("titles stand between fills of their own kind") {
  CHECK(section_title("=================== FAILURES ===================") == "FAILURES");
  CHECK(section_title("= short test summary info ==") == "short test summary info");
  CHECK_FALSE(section_title("==="));
  CHECK_FALSE(section_title("a = b = c"));
  CHECK_FALSE(section_title("==== left alone"));
  CHECK(block_title("________ TestC.test_d[x y] _________") == "TestC.test_d[x y]");
  CHECK_FALSE(block_title("_ _ _ _ _ _ _ _"));
  CHECK_FALSE(block_title("__init__ of a class"));
}

TEST_CASE("the summary names a test, a file or a place, and says why") {
  struct Case {
    std::string_view line;
    TestOutcome outcome;
    std::string_view id, file, message;
  };
  const Case cases[] = {
      {"FAILED t/test_a.py::test_b[x - y] - assert 3 == 4", TestOutcome::kFailed, "t/test_a.py::test_b[x - y]", "",
       "assert 3 == 4"},
      {"PASSED t/test_a.py::test_b", TestOutcome::kPassed, "t/test_a.py::test_b", "", ""},
      {"ERROR t/test_a.py - ModuleNotFoundError: No module named 'ttnn'", TestOutcome::kError, "t/test_a.py", "",
       "ModuleNotFoundError: No module named 'ttnn'"},
      {"ERROR t/test_a.py", TestOutcome::kError, "t/test_a.py", "", ""},
      {"SKIPPED [2] t/test_a.py:18: needs an n300", TestOutcome::kSkipped, "", "t/test_a.py", "needs an n300"},
      {"XFAIL t/test_a.py::test_b - slow", TestOutcome::kXfailed, "t/test_a.py::test_b", "", "slow"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    const auto summary = read_summary(c.line);
    REQUIRE(summary);
    CHECK(summary->outcome == c.outcome);
    CHECK(summary->id == c.id);
    CHECK(summary->file == c.file);
    CHECK(summary->message == c.message);
  }
  for (const std::string_view line :
       {"FAILED: all.o", "FAILED", "ERROR something else", "SKIPPED [1]", "failed t/test_a.py::test_b"}) {
    CAPTURE(line);
    CHECK_FALSE(read_summary(line));
  }
}

TEST_CASE("a duration is that of the call alone") {
  const auto duration = read_duration("12.34s call     t/test_a.py::test_b[x y]");
  REQUIRE(duration);
  CHECK(duration->ms == 12340);
  CHECK(duration->id == "t/test_a.py::test_b[x y]");
  CHECK_FALSE(read_duration("0.50s setup    t/test_a.py::test_b"));
  CHECK_FALSE(read_duration("-1.00s call     t/test_a.py::test_b"));
  CHECK_FALSE(read_duration("nans call     t/test_a.py::test_b"));
  CHECK_FALSE(read_duration("(3 durations < 0.005s hidden.  Use -vv to show these durations.)"));
}

TEST_CASE("a frame is a Python file with a line, and nothing that a compiler or a person wrote") {
  const auto frame = read_frame("t/test_a.py:31: AssertionError");
  REQUIRE(frame);
  CHECK(frame->file == "t/test_a.py");
  CHECK(frame->line == 31);
  CHECK(read_frame("t/test_a.py:7: in test_b")->line == 7);
  CHECK(read_frame("t/test_a.py:7: ")->line == 7);
  for (const std::string_view line : {"t/test_a.py:0: X", "t/test_a.py:x: Y", "E   t/test_a.py:3: X", "    t/test_a.py:3: X",
                                      "t/test_a.py:3: see the other file", "t/a.cpp:3: error", "t/test_a.py:99999999999: X"}) {
    CAPTURE(line);
    CHECK_FALSE(read_frame(line));
  }
}
