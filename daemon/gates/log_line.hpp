// One line of a log as its writer meant it: how bad it is, who says it, and which place in a source file it names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tt::gates {

enum class Level { kNone, kTrace, kDebug, kInfo, kWarning, kError, kCritical };

// Which program's habit the line follows.
enum class Shape {
  kPlain,      // none that is known
  kMetal,      // tt-metal's and UMD's C++ loggers, in the five forms that they had since 2025
  kLoguru,     // loguru, the Python logger of tt-metal's models
  kVllm,       // vLLM's Python logger
  kException,  // "TT_FATAL @ file:line: condition", also inside pytest's and Python's reports
  kPytest,     // "file.py:12: AssertionError", the end of a failure's report
  kFrame,      // a frame of a Python traceback, or of pytest's short one
  kCompiler,   // "file:12:3: error: ..."
  kCmake,      // "CMake Error at file:12 (message):"
};

// Views are into the line that was parsed.
struct LogLine {
  Shape shape = Shape::kPlain;
  Level level = Level::kNone;
  std::string_view category;  // the logger's: "Device", "models.a.b"; of a frame its function; empty: none
  std::string_view message;   // without prefix and place; of kPlain the whole line
  std::string file;           // as printed, of a Python module its path ("models/a/b.py"); empty: none
  std::uint32_t line = 0;     // there, from 1; 0: not said
  std::uint32_t column = 0;   // from 1; 0: not said
};

// `line` holds no line end and no control characters but tabs.
LogLine parse_log_line(std::string_view line);

// "E   " and what follows it, as pytest marks what an assertion says; empty where the line isn't one.
std::string_view pytest_error(std::string_view line);

}  // namespace tt::gates
