// Finds the pytest functions in a Python file, so that the editor can offer to run them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tt::pytests {

struct TestFunction {
  std::string name;        // as pytest takes it after "file.py::": "test_x" or "TestA::test_x"
  std::uint32_t line = 0;  // from 0, of the `def`
};

// By pytest's defaults: functions `test*` at the top level, methods `test*` of classes `Test*` (nested classes too).
// One pass over the source without parsing it: linear, and any bytes are fine. At most 10,000 are returned.
std::vector<TestFunction> find_tests(std::string_view python_source);

// Whether a line outside strings and comments imports ttnn or something from it.
bool uses_ttnn(std::string_view python_source);

}  // namespace tt::pytests
