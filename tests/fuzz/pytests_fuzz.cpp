// Any bytes as a Python file: every test found stands on a line that has its `def`.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "pytests/find.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  const auto lines = static_cast<std::uint32_t>(1 + std::ranges::count(source, '\n') + std::ranges::count(source, '\r'));
  for (const tt::pytests::TestFunction& test : tt::pytests::find_tests(source)) {
    require(test.line < lines && !test.name.empty() && source.contains("def"));
  }
  tt::pytests::uses_ttnn(source);
  return 0;
}
