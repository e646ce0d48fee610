#include "commands/value.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using tt::commands::to_text;
using tt::commands::Value;

TEST_CASE("a value is written as a command line has it") {
  struct Case {
    Value value;
    std::string text;
  };
  const Case cases[] = {
      {std::monostate{}, ""},
      {true, "true"},
      {false, "false"},
      {std::int64_t{3072}, "3072"},
      {std::numeric_limits<std::int64_t>::min(), "-9223372036854775808"},
      {0.1, "0.1"},
      {3.0, "3"},
      {1e300, "1e+300"},
      {std::string("a b"), "a b"},
  };
  for (const Case& c : cases) CHECK(to_text(c.value) == c.text);
}
