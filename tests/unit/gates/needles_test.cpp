#include "gates/needles.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace gates = tt::gates;

TEST_CASE("a line is shown to those whose words it has") {
  struct Case {
    std::string_view line;
    std::uint32_t interest;
  };
  const Case cases[] = {
      {"", 0},
      {"a quiet line", 0},
      {"PCC: 0.5", gates::kForMeasures},
      {"PPCC", gates::kForMeasures},  // begins again in the middle of a word
      {"PC C", 0},
      {"TTT_FATAL", gates::kForFaults | gates::kForMarks},
      {"TT_THTT_THROW", gates::kForFaults | gates::kForMarks},
      {"a 45%|##", gates::kForProgress},
      {"x FAILED", gates::kForProgress | gates::kForMarks},
      {"Iteration 1: 3ms @ 2 tok/s/user", gates::kForMeasures | gates::kForProgress},
      {"ModuleNotFoundErro", 0},
      {"\xFF\x80 PCC \xFF", gates::kForMeasures},
      {"PCC and No space left on device", gates::kForMeasures | gates::kForFaults},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    CHECK(gates::find_interest(c.line) == c.interest);
  }
}
