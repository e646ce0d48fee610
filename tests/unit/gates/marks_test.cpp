#include "gates/marks.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "gates/watcher.hpp"

namespace gates = tt::gates;

namespace {

std::string_view name(gates::MarkKind kind) {
  switch (kind) {
    case gates::MarkKind::kLog: return "log";
    case gates::MarkKind::kException: return "exception";
    case gates::MarkKind::kPytest: return "pytest";
    case gates::MarkKind::kTraceback: return "traceback";
    case gates::MarkKind::kCompiler: return "compiler";
    case gates::MarkKind::kCmake: return "cmake";
    case gates::MarkKind::kBuild: return "build";
  }
  return "?";
}

// One mark a line: "3 error pytest [a.py:4 b.cpp:5] text".
std::string marks_of(std::string_view log) {
  gates::Watcher watcher;
  watcher.push(log);
  watcher.finish();
  std::string text;
  for (const gates::Mark& mark : watcher.marks().marks()) {
    std::string places;
    for (const gates::Place& place : mark.places)
      places += fmt::format("{}{}:{}", places.empty() ? "" : " ", place.file, place.line);
    text += fmt::format("{} {} {} [{}] {}\n", mark.line, mark.error ? "error" : "warning", name(mark.kind), places, mark.text);
  }
  return text;
}

}  // namespace

TEST_CASE("what reports something is marked with its place") {
  struct Case {
    std::string_view log, marks;
  };
  const Case cases[] = {
      {"all is well\n2026-02-03 04:05:06.789 | info | Device | Opening (a.cpp:1)\n", ""},
      {"2026-02-03 04:05:06.789 | warning  | Device | It is slow (a.cpp:1)\n", "1 warning log [a.cpp:1] It is slow\n"},
      {"2026-02-03 04:05:06.789 | critical | Always | It is over\n", "1 error log [] It is over\n"},
      {"2026-02-03 04:05:06.789 | ERROR    | models.a.b:run:7 - Bad\n", "1 error log [models/a/b.py:7] Bad\n"},
      {"[2026-02-03 04:05:06.789] [error] [a.cpp:3] [UMD] Bad\n", "1 error log [a.cpp:3] Bad\n"},
      {"         Always | FATAL    | Bad\n", "1 error log [] Bad\n"},
      {"ERROR 02-03 04:05:06 [core.py:3] Bad\n", "1 error log [core.py:3] Bad\n"},
      {"src/a.cpp:3:9: error: no such thing\nsrc/a.cpp:3:9: note: see here\nsrc/b.cpp:1:1: warning: hm\n",
       "1 error compiler [src/a.cpp:3] no such thing\n3 warning compiler [src/b.cpp:1] hm\n"},
      {"CMake Error at cmake/a.cmake:4 (message):\n  Install the thing\n\n", "1 error cmake [cmake/a.cmake:4] Install the thing\n"},
      {"CMake Error at cmake/a.cmake:4 (message):\nnot its text\n",
       "1 error cmake [cmake/a.cmake:4] CMake Error at cmake/a.cmake:4 (message):\n"},
      {"FAILED: lib/a.o\n", "1 error build [] FAILED: lib/a.o\n"},
      {"TT_THROW @ /b/a.cpp:3: it\n", "1 error exception [/b/a.cpp:3] TT_THROW @ /b/a.cpp:3: it\n"},
      {"TT_THROW @ /b/a.cpp:3: it\ninfo:\nThe words\nbacktrace:\n", "1 error exception [/b/a.cpp:3] The words\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.log);
    CHECK(marks_of(c.log) == c.marks);
  }
}

TEST_CASE("a Python traceback is marked at its exception, with the frames outside of libraries") {
  CHECK(marks_of("Traceback (most recent call last):\n"
                 "  File \"/home/u/run.py\", line 9, in main\n"
                 "    go()\n"
                 "  File \"/home/u/go.py\", line 4, in go\n"
                 "    torch.load(x)\n"
                 "  File \"/v/lib/python3.10/site-packages/torch/a.py\", line 70, in load\n"
                 "    raise ValueError(x)\n"
                 "ValueError: bad file\n") == "8 error traceback [/home/u/go.py:4 /home/u/run.py:9] ValueError: bad file\n");
  CHECK(marks_of("Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\nNameError: x\n") ==
        "3 error traceback [] NameError: x\n");
  CHECK(marks_of("Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyboardInterrupt\n") == "");
  CHECK(marks_of("Traceback (most recent call last):\nnothing of the kind here\n") == "");
  CHECK(marks_of("Traceback (most recent call last):\n> File \"a.py\", line 1, in f\n    x\nValueError: y\n") ==
        "4 error traceback [a.py:1] ValueError: y\n");
  // vLLM writes each line with its prefix.
  CHECK(marks_of("ERROR 02-03 04:05:06 [core.py:3] Traceback (most recent call last):\n"
                 "ERROR 02-03 04:05:06 [core.py:3]   File \"/w/a.py\", line 3, in f\n"
                 "ERROR 02-03 04:05:06 [core.py:3]     g()\n"
                 "ERROR 02-03 04:05:06 [core.py:3] ValueError: y\n") == "4 error traceback [/w/a.py:3] ValueError: y\n");
  CHECK(marks_of("Traceback (most recent call last):\n"
                 "  File \"a.py\", line 1, in f\n"
                 "RuntimeError: TT_FATAL @ /b/x.cpp:5: false\ninfo:\nToo wide\nbacktrace:\n --- f\n") ==
        "3 error traceback [a.py:1 /b/x.cpp:5] Too wide\n");
}

TEST_CASE("a failed test is marked where pytest says what is wrong, with the place that it names at the end") {
  CHECK(marks_of("    def test_a():\n"
                 ">       assert f() == 2\n"
                 "E       assert 1 == 2\n"
                 "E        +  where 1 = f()\n"
                 "\n"
                 "tests/test_a.py:5: AssertionError\n"
                 "FAILED tests/test_a.py::test_a - assert 1 == 2\n") ==
        "3 error pytest [tests/test_a.py:5] AssertionError: assert 1 == 2\n");
  CHECK(marks_of("E       ValueError: x\n\na.py:3: ValueError\n____\nE       KeyError: y\n\nb.py:4: KeyError\n") ==
        "1 error pytest [a.py:3] ValueError: x\n5 error pytest [b.py:4] KeyError: y\n");
  CHECK(marks_of("E       RuntimeError: TT_FATAL @ /b/x.cpp:5: false\nE       info:\nE       Too wide\nE       "
                 "backtrace:\n\na.py:3: RuntimeError\n") == "1 error pytest [a.py:3 /b/x.cpp:5] RuntimeError: Too wide\n");
  // The short report names the place first.
  CHECK(marks_of("tests/test_a.py:5: in test_a\n    assert f() == 2\nE   assert 1 == 2\nE    +  where 1 = f()\n") ==
        "3 error pytest [tests/test_a.py:5] assert 1 == 2\n");
  // Without reports only the summary is left.
  CHECK(marks_of("FAILED tests/test_a.py::test_a - assert 1 == 2\n") ==
        "1 error pytest [] FAILED tests/test_a.py::test_a - assert 1 == 2\n");
}

TEST_CASE("of too many marks errors are kept rather than warnings") {
  std::string log;
  for (int i = 0; i < 1200; ++i) log += "a.cpp:1:1: warning: hm\n";
  for (int i = 0; i < 10; ++i) log += "a.cpp:1:1: error: no\n";
  gates::Watcher watcher;
  watcher.push(log);
  watcher.finish();
  const std::vector<gates::Mark>& marks = watcher.marks().marks();
  REQUIRE(marks.size() == gates::MarkReader::kMaxMarks);
  CHECK_FALSE(watcher.marks().complete());
  CHECK(marks[989].line == 990);
  CHECK(marks[990].line == 1201);
  CHECK(marks.back().line == 1210);
}

TEST_CASE("errors without end are cut") {
  std::string log;
  for (int i = 0; i < 3000; ++i) log += "TT_FATAL @ /b/a.cpp:1: x\ninfo:\nwords\n";
  gates::Watcher watcher;
  watcher.push(log);
  watcher.finish();
  CHECK(watcher.marks().marks().size() == gates::MarkReader::kMaxMarks);
  CHECK(watcher.marks().marks().back().line == 2998);
  CHECK_FALSE(watcher.marks().complete());
  std::string frames = "Traceback (most recent call last):\n";
  for (int i = 0; i < 3000; ++i) frames += fmt::format("  File \"a{}.py\", line 1, in f\n", i);
  CHECK(marks_of(frames + "RecursionError: deep\n") ==
        "3002 error traceback [a2999.py:1 a2998.py:1 a2997.py:1 a2996.py:1] RecursionError: deep\n");
}
