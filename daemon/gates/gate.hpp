// What a job has to have measured for its step to count, and whether it did. A job may have several gates: all have to pass.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "measurement.hpp"

namespace tt::gates {

struct Gate {
  std::string measure;  // one of the names in measurement.hpp
  std::optional<double> at_least, at_most;
};

enum class Verdict { kPassed, kFailed, kUnknown };

// "passed", "failed", "unknown": the protocol's words.
std::string_view to_string(Verdict verdict);

// kUnknown where the measure wasn't printed or the gate has no bound: never a pass. Of several PCCs the worst decides,
// as in tt-metal's own log reader, because a run prints one for each layer; of any other measure the last one does,
// because those are running figures. NaN never passes.
Verdict judge(const Gate& gate, std::span<const Measurement> measurements);

// The measurement that judge() rests on, for "PCC 0.93 at line 12"; null where the verdict is kUnknown.
const Measurement* deciding(const Gate& gate, std::span<const Measurement> measurements);

// Of all of a job's gates: kFailed where one failed, else kUnknown where one can't be told, and where there is none.
Verdict judge(std::span<const Gate> gates, std::span<const Measurement> measurements);

// For people: "PCC ≥ 0.99", "TTFT ≤ 200 ms".
std::string describe(const Gate& gate);

// "Top-1 ≥ 80 %, Top-5 ≥ 95 %".
std::string describe(std::span<const Gate> gates);

// What was measured of each, or that it wasn't: "Top-1 83 %, Top-5 ≥ 95 % was not measured".
std::string describe_measured(std::span<const Gate> gates, std::span<const Measurement> measurements);

}  // namespace tt::gates
