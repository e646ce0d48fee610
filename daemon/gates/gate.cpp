#include "gate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <vector>

#include "names.hpp"

namespace tt::gates {
namespace {

std::string_view unit_of(std::string_view measure) {
  if (measure == kTop1 || measure == kTop5) return "%";
  if (measure == kFirstToken) return "ms";
  return "";  // the speed's name says its unit
}

// Written so that NaN, in the value or in a bound, fails.
bool passes(const Gate& gate, double value) {
  return !std::isnan(value) && (!gate.at_least || value >= *gate.at_least) && (!gate.at_most || value <= *gate.at_most);
}

// Whether `a` is the worse of two values that both pass or both fail.
bool is_worse(const Gate& gate, double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && !std::isnan(b);
  if (gate.at_least && gate.at_most) {
    const auto margin = [&](double value) { return std::min(value - *gate.at_least, *gate.at_most - value); };
    return margin(a) < margin(b);
  }
  return gate.at_most ? a > b : a < b;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed: return "passed";
    case Verdict::kFailed: return "failed";
    case Verdict::kUnknown: break;
  }
  return "unknown";
}

const Measurement* deciding(const Gate& gate, std::span<const Measurement> measurements) {
  if (!gate.at_least && !gate.at_most) return nullptr;
  const Measurement* decides = nullptr;
  for (const Measurement& measurement : measurements) {
    if (measurement.name != gate.measure) continue;
    const bool replaces = decides == nullptr || (gate.measure == kPcc ? is_worse(gate, measurement.value, decides->value)
                                                                      : measurement.offset >= decides->offset);
    if (replaces) decides = &measurement;
  }
  return decides;
}

Verdict judge(const Gate& gate, std::span<const Measurement> measurements) {
  const Measurement* decides = deciding(gate, measurements);
  if (decides == nullptr) return Verdict::kUnknown;
  return passes(gate, decides->value) ? Verdict::kPassed : Verdict::kFailed;
}

Verdict judge(std::span<const Gate> gates, std::span<const Measurement> measurements) {
  Verdict all = gates.empty() ? Verdict::kUnknown : Verdict::kPassed;
  for (const Gate& gate : gates) {
    const Verdict one = judge(gate, measurements);
    if (one == Verdict::kFailed) return one;
    if (one == Verdict::kUnknown) all = one;
  }
  return all;
}

std::string describe(const Gate& gate) {
  std::string text(display_name(gate.measure));
  const std::string_view unit = unit_of(gate.measure);
  if (gate.at_least) text += fmt::format(" \u2265 {}", with_unit(*gate.at_least, unit));
  if (gate.at_least && gate.at_most) text += " and";
  if (gate.at_most) text += fmt::format(" \u2264 {}", with_unit(*gate.at_most, unit));
  return text;
}

std::string describe(std::span<const Gate> gates) {
  std::vector<std::string> texts;
  for (const Gate& gate : gates) texts.push_back(describe(gate));
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string describe_measured(std::span<const Gate> gates, std::span<const Measurement> measurements) {
  std::vector<std::string> texts;
  for (const Gate& gate : gates) {
    const Measurement* measured = deciding(gate, measurements);
    texts.push_back(measured == nullptr ? describe(gate) + " was not measured" : describe(*measured));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace tt::gates
