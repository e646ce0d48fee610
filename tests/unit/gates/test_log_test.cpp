#include "gates/test_log.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace tt::gates;

namespace {

constexpr std::string_view kRun = R"(============================= test session starts ==============================
platform linux -- Python 3.11.2, pytest-8.3.0, pluggy-1.5.0 -- /usr/bin/python3
rootdir: /code/models
collecting ... collected 6 items

ops/test_relu.py::test_shape PASSED                                      [ 16%]
ops/test_relu.py::TestWide::test_shape[4 x 8] FAILED                     [ 33%]
ops/test_relu.py::TestWide::test_shape[a::b] SKIPPED (needs a card)      [ 50%]
ops/test_gelu.py::test_shape FAILED                                      [ 66%]
ops/test_gelu.py::test_slow XFAIL (not yet)                              [ 83%]
ops/test_gelu.py::test_setup ERROR                                       [100%]

==================================== ERRORS ====================================
_________________________ ERROR at setup of test_setup _________________________

    @pytest.fixture
    def card():
>       raise RuntimeError("nothing to hold")
E       RuntimeError: nothing to hold

conftest.py:9: RuntimeError
=================================== FAILURES ===================================
_________________________ TestWide.test_shape[4 x 8] ___________________________

self = <test_relu.TestWide object at 0x7f00>

    def test_shape(self, shape):
>       check(shape)

ops/test_relu.py:21: 
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _

    def check(shape):
>       assert shape == (8, 4)
E       AssertionError: assert (4, 8) == (8, 4)
E         
E         At index 0 diff: 4 != 8

ops/common.py:5: AssertionError
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _
env/lib/python3.11/site-packages/lib.py:77: AssertionError
----------------------------- Captured stdout call -----------------------------
E   nothing of this belongs to it
ops/other.py:1: AssertionError
__________________________________ test_shape __________________________________

    def test_shape():
>       assert 1.5 > 2
E       assert 1.5 > 2

/code/models/ops/test_gelu.py:12: AssertionError
============================= slowest durations ================================
1.25s call     ops/test_relu.py::test_shape
0.50s setup    ops/test_gelu.py::test_shape
0.02s call     ops/test_relu.py::TestWide::test_shape[4 x 8]
=========================== short test summary info ============================
SKIPPED [1] ops/test_relu.py:30: needs a card
XFAIL ops/test_gelu.py::test_slow - not yet
FAILED ops/test_relu.py::TestWide::test_shape[4 x 8] - AssertionError: asser...
FAILED ops/test_gelu.py::test_shape - assert 1.5 > 2
ERROR ops/test_gelu.py::test_setup - RuntimeError: nothing to hold
========= 2 failed, 1 passed, 1 skipped, 1 xfailed, 1 error in 1.40s ===========
)";

std::string describe(const Test& test) {
  std::string text = fmt::format("{} {}", test.id, to_string(test.outcome));
  if (test.duration_ms) text += fmt::format(" {} ms", *test.duration_ms);
  if (test.failure_line != 0) text += fmt::format(" at {}:{}", test.failure_file, test.failure_line);
  if (!test.message.empty()) text += ": " + test.message;
  return text;
}

std::vector<std::string> read(std::string_view text, bool over = true, bool collecting = false, std::size_t step = 1u << 20) {
  TestLog log("/code/models", collecting);
  for (std::size_t at = 0; at < text.size(); at += step) log.push(text.substr(at, step));
  std::vector<std::string> lines;
  for (const Test& test : log.tests(over)) lines.push_back(describe(test));
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a run gives each test its outcome, its duration and the place where it failed") {
  CHECK(read(kRun) ==
        Lines{
            "ops/test_relu.py::test_shape passed 1250 ms",
            "ops/test_relu.py::TestWide::test_shape[4 x 8] failed 20 ms at ops/common.py:5: AssertionError: assert (4, 8) == "
            "(8, 4)\n  \n  At index 0 diff: 4 != 8",
            "ops/test_relu.py::TestWide::test_shape[a::b] skipped: needs a card",
            "ops/test_gelu.py::test_shape failed at ops/test_gelu.py:12: assert 1.5 > 2",
            "ops/test_gelu.py::test_slow xfailed: not yet",
            "ops/test_gelu.py::test_setup error at conftest.py:9: RuntimeError: nothing to hold",
        });
}

TEST_CASE("how the text was split changes nothing") {
  const Lines whole = read(kRun);
  for (const std::size_t step : {1, 2, 3, 7, 64, 1000}) {
    CAPTURE(step);
    CHECK(read(kRun, true, false, step) == whole);
  }
}

TEST_CASE("with the output in between, an outcome belongs to the test that began last") {
  constexpr std::string_view kLog =
      "a/test_x.py::test_one loading\n=== Performance metrics ===\nall checks PASSED\nPASSED\n"
      "a/test_x.py::test_two 2026-01-01 00:00:00.000 | INFO     | a:b:1 - PASSED later\nno line endFAILED\n"
      "a/test_x.py::test_three SKIPPED (two cards)\n"
      "a/test_x.py::test_four[long wait] \rwarming up";
  CHECK(read(kLog, false) == Lines{"a/test_x.py::test_one passed", "a/test_x.py::test_two failed",
                                   "a/test_x.py::test_three skipped: two cards", "a/test_x.py::test_four[long wait] running"});
  CHECK(read(kLog).back() == "a/test_x.py::test_four[long wait] error: The job ended before this test did.");
}

TEST_CASE("a test runs as soon as its id is whole, and not before") {
  CHECK(read("a/test_x.py::test_on", false).empty());
  CHECK(read("a/test_x.py::test_one ", false) == Lines{"a/test_x.py::test_one running"});
  CHECK(read("a/test_x.py::test_one PASSED", false) == Lines{"a/test_x.py::test_one passed"});
}

TEST_CASE("without a line for each test, the summary still names those that failed") {
  CHECK(read("test_x.py .F.\n=== FAILURES ===\n___ test_two ___\nE   assert 0\n\ntest_x.py:4: AssertionError\n"
             "=== short test summary info ===\nFAILED test_x.py::test_two - assert 0\n=== 1 failed in 0.1s ===\n") ==
        Lines{"test_x.py::test_two failed at test_x.py:4: assert 0"});
}

TEST_CASE("equal headings belong to their tests in order, a second traceback of one test to that test") {
  CHECK(
      read("a/test_x.py::test_y FAILED\nb/test_x.py::test_y FAILED\n=== FAILURES ===\n___ test_y ___\nE   first\na/test_x.py:1: E\n"
           "___ test_y ___\nE   second\nb/test_x.py:2: E\n") ==
      Lines{"a/test_x.py::test_y failed at a/test_x.py:1: first", "b/test_x.py::test_y failed at b/test_x.py:2: second"});
  CHECK(
      read("a/test_x.py::test_y PASSED\na/test_x.py::test_y ERROR\n=== ERRORS ===\n___ ERROR at teardown of test_y ___\nE   gone\n"
           "a/test_x.py:3: E\n") == Lines{"a/test_x.py::test_y error at a/test_x.py:3: gone"});
}

TEST_CASE("a collection lists ids as they are, and files that can't be read") {
  constexpr std::string_view kLog =
      "ops/test_relu.py::test_shape\nmy ops/test_x.py::test_y[PASSED] z]\n\n"
      "==================================== ERRORS ====================================\n"
      "_____________________ ERROR collecting ops/test_broken.py ______________________\n"
      "ImportError while importing test module '/code/models/ops/test_broken.py'.\n"
      "ops/test_broken.py:1: in <module>\n    import nothing\nE   ModuleNotFoundError: No module named 'nothing'\n"
      "=========================== short test summary info ============================\n"
      "ERROR ops/test_broken.py\n!!!!!!!! Interrupted: 1 error during collection !!!!!!!!\n"
      "2 tests collected, 1 error in 0.05s\n";
  CHECK(read(kLog, true, true) ==
        Lines{"ops/test_relu.py::test_shape collected", "my ops/test_x.py::test_y[PASSED] z] collected",
              "ops/test_broken.py error at ops/test_broken.py:1: ModuleNotFoundError: No module named 'nothing'"});
}

TEST_CASE("of reasons to skip that differ none is guessed, one that is alone is that of all") {
  constexpr std::string_view kStart = "a.py::test_x SKIPPED\nb.py::test_y SKIPPED\n=== short test summary info ===\n";
  CHECK(read(std::string(kStart) + "SKIPPED [1] a.py:3: no card\nSKIPPED [1] b.py:3: one\nSKIPPED [1] b.py:9: other\n") ==
        Lines{"a.py::test_x skipped: no card", "b.py::test_y skipped"});
}

TEST_CASE("memory is bounded: tests, tracebacks, messages and lines") {
  TestLog log("/code", false);
  for (std::size_t i = 0; i < kMaxTests + 10; ++i) log.push(fmt::format("a.py::test_{} FAILED\n", i));
  CHECK(log.left_out());
  log.push("=== FAILURES ===\n");
  for (std::size_t i = 0; i < kMaxFailures + 10; ++i)
    log.push(fmt::format("___ test_{} ___\nE   {}\na.py:1: E\n", i, std::string(9000, 'x')));
  const std::vector<Test> tests = log.tests(true);
  CHECK(tests.size() == kMaxTests);
  CHECK(tests[kMaxFailures - 1].message.size() == kMaxMessage);
  CHECK(tests[kMaxFailures].message.empty());
}
