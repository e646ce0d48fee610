#include "measurement.hpp"

#include <fmt/format.h>

#include "names.hpp"

namespace tt::gates {

std::string_view display_name(std::string_view measure) {
  if (measure == kPcc) return "PCC";
  if (measure == kTop1) return "Top-1";
  if (measure == kTop5) return "Top-5";
  if (measure == kFirstToken) return "TTFT";
  if (measure == kToken128) return "128th token";
  if (measure == kPrefillCompile) return "Prefill compile time";
  if (measure == kDecodeCompile) return "Decode compile time";
  if (measure == kAtol) return "Max ATOL";
  return measure;
}

std::string with_unit(double value, std::string_view unit) {
  return unit.empty() ? fmt::format("{}", value) : fmt::format("{} {}", value, unit);
}

std::string describe(const Measurement& measurement) {
  return fmt::format("{} {}", display_name(measurement.name), with_unit(measurement.value, measurement.unit));
}

}  // namespace tt::gates
