// Tells in one pass over a line which readers have to look at it, so that most lines cost no more than that pass.
#pragma once

#include <cstdint>
#include <string_view>

namespace tt::gates {

// Who wants to see a line: bits.
enum Interest : std::uint32_t {
  kForMeasures = 1,
  kForProgress = 2,
  kForFaults = 4,
  kForMarks = 8,
};

// The union of the interests whose words are in `line`. A word may be there by accident: the readers look closely.
std::uint32_t find_interest(std::string_view line);

}  // namespace tt::gates
