#include "gates/log_line.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>

namespace gates = tt::gates;

namespace {

std::string_view name(gates::Shape shape) {
  switch (shape) {
    case gates::Shape::kPlain: return "plain";
    case gates::Shape::kMetal: return "metal";
    case gates::Shape::kLoguru: return "loguru";
    case gates::Shape::kVllm: return "vllm";
    case gates::Shape::kException: return "exception";
    case gates::Shape::kPytest: return "pytest";
    case gates::Shape::kFrame: return "frame";
    case gates::Shape::kCompiler: return "compiler";
    case gates::Shape::kCmake: return "cmake";
  }
  return "?";
}

std::string_view name(gates::Level level) {
  switch (level) {
    case gates::Level::kNone: return "none";
    case gates::Level::kTrace: return "trace";
    case gates::Level::kDebug: return "debug";
    case gates::Level::kInfo: return "info";
    case gates::Level::kWarning: return "warning";
    case gates::Level::kError: return "error";
    case gates::Level::kCritical: return "critical";
  }
  return "?";
}

// "shape level category file:line:column message", "-" for what is absent.
std::string summary(std::string_view line) {
  const gates::LogLine parsed = gates::parse_log_line(line);
  const std::string place = parsed.file.empty() ? "-"
                            : parsed.column > 0 ? fmt::format("{}:{}:{}", parsed.file, parsed.line, parsed.column)
                                                : fmt::format("{}:{}", parsed.file, parsed.line);
  return fmt::format("{} {} {} {} {}", name(parsed.shape), name(parsed.level), parsed.category.empty() ? "-" : parsed.category,
                     place, parsed.message);
}

}  // namespace

TEST_CASE("a line is taken apart as its writer put it together") {
  struct Case {
    std::string_view line, parts;
  };
  const Case cases[] = {
      // tt-metal's and UMD's C++ loggers, newest form first.
      {"2026-02-03 04:05:06.789 | info     |          Device | Opening the cluster (tt_cluster.cpp:18)",
       "metal info Device tt_cluster.cpp:18 Opening the cluster"},
      {"2026-02-03 04:05:06.789 | warning  |             UMD | Reset is near. (warm_reset.cpp:7)",
       "metal warning UMD warm_reset.cpp:7 Reset is near."},
      {"2026-02-03 04:05:06.789 | critical |          Always | TT_THROW: TIMEOUT: no answer (assert.hpp:9)",
       "metal critical Always assert.hpp:9 TT_THROW: TIMEOUT: no answer"},
      {"2026-02-03 04:05:06.789 | error    |   SiliconDriver | No place here", "metal error SiliconDriver - No place here"},
      {"2026-02-03 04:05:06.789 | debug    |              Op | (a) and (b:c)", "metal debug Op - (a) and (b:c)"},
      {"2026-02-03 04:05:06.789 | info     |              Op |", "metal info Op - "},
      {"                 Always | FATAL    | Trace buffers don't fit", "metal critical Always - Trace buffers don't fit"},
      {"               BuildKernels | ERROR    | brisc failed", "metal error BuildKernels - brisc failed"},
      {"2025-04-28 03:04:05.678 | INFO     | SiliconDriver   - Opened device 3; KMD version: 1.30.0",
       "metal info SiliconDriver - Opened device 3; KMD version: 1.30.0"},
      {"[2025-06-11 03:04:05.678] [warning] [pci_device.cpp:19] [SiliconDriver] Opened device 3",
       "metal warning SiliconDriver pci_device.cpp:19 Opened device 3"},
      {"[2025-06-11 03:04:05.678] [info] [SiliconDriver] Opened", "metal info SiliconDriver - Opened"},
      // loguru and vLLM.
      {"2026-02-03 04:05:06.789 | WARNING  | models.phi.tt.generator:prefill:62 - Slow path",
       "loguru warning models.phi.tt.generator models/phi/tt/generator.py:62 Slow path"},
      {"2026-02-03 04:05:06.789 | SUCCESS  | __main__:<module>:7 - x", "loguru info __main__ - x"},
      {"ERROR 02-03 04:05:06 [engine.py:18] Engine died", "vllm error - engine.py:18 Engine died"},
      {"(EngineCore_0 pid=12) WARNING 02-03 04:05:06 [v1/core.py:18] Slow", "vllm warning - v1/core.py:18 Slow"},
      // Failures.
      {"RuntimeError: TT_FATAL @ /build/tt_metal/impl/bank.cpp:46: size > 0",
       "exception critical TT_FATAL /build/tt_metal/impl/bank.cpp:46 size > 0"},
      {"E       RuntimeError: TT_THROW @ /b/a.cpp:4: tt::exception", "exception critical TT_THROW /b/a.cpp:4 tt::exception"},
      {"TT_ASSERT @ /b/a.cpp:4:", "exception critical TT_ASSERT /b/a.cpp:4 "},
      {"TT_FATAL @ nowhere", "plain none - - TT_FATAL @ nowhere"},
      {"models/tests/test_mlp.py:41: AssertionError", "pytest error - models/tests/test_mlp.py:41 AssertionError"},
      {"models/tests/test_mlp.py:41: in test_mlp", "frame none test_mlp models/tests/test_mlp.py:41 "},
      {"models/tests/test_mlp.py:41: ", "plain none - - models/tests/test_mlp.py:41: "},
      {"E   a.py:3: ValueError", "plain none - - E   a.py:3: ValueError"},
      {"  File \"/home/u/run.py\", line 12, in main", "frame none main /home/u/run.py:12 "},
      {"E     File \"run.py\", line 12", "plain none - - E     File \"run.py\", line 12"},
      {"  File \"run.py\", line 12", "frame none - run.py:12 "},
      {"  File \"run.py\", line x", "plain none - -   File \"run.py\", line x"},
      {"../src/a.cpp:12:3: error: no member 'x' in 'y'", "compiler error - ../src/a.cpp:12:3 no member 'x' in 'y'"},
      {"/b/a.hpp:1:20: fatal error: 'z.hpp' file not found", "compiler error - /b/a.hpp:1:20 'z.hpp' file not found"},
      {"a.cpp:1:2: warning: unused [-Wunused]", "compiler warning - a.cpp:1:2 unused [-Wunused]"},
      {"a.cpp:1:2: note: here", "compiler info - a.cpp:1:2 here"},
      {"9a.cpp:1:2: error: begins with a digit", "compiler error - 9a.cpp:1:2 begins with a digit"},
      {"a.cpp:1: error: no column", "plain none - - a.cpp:1: error: no column"},
      {"clang: error: no input files", "plain none - - clang: error: no input files"},
      {"CMake Error at cmake/deps.cmake:12 (message):",
       "cmake error - cmake/deps.cmake:12 CMake Error at cmake/deps.cmake:12 (message):"},
      {"CMake Warning (dev) at CMakeLists.txt:3:", "cmake warning - CMakeLists.txt:3 CMake Warning (dev) at CMakeLists.txt:3:"},
      {"CMake Error: no generator", "plain none - - CMake Error: no generator"},
      // Nothing of the kind.
      {"", "plain none - - "},
      {"hello | world", "plain none - - hello | world"},
      {"2026-02-03 04:05:06.789 | loud | A | x", "plain none - - 2026-02-03 04:05:06.789 | loud | A | x"},
      {"99999999999999999999.py:1: X", "pytest error - 99999999999999999999.py:1 X"},
      {"a.py:99999999999: X", "plain none - - a.py:99999999999: X"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    CHECK(summary(c.line) == c.parts);
  }
}

TEST_CASE("pytest's words about a failure are those behind its E") {
  CHECK(gates::pytest_error("E       assert 1 == 2") == "assert 1 == 2");
  CHECK(gates::pytest_error("E   ValueError: x ") == "ValueError: x");
  CHECK(gates::pytest_error("E") == "");
  CHECK(gates::pytest_error("Error: x") == "");
  CHECK(gates::pytest_error("    E   x") == "");
}
