// A number that a job printed, with the place where it was found.
#pragma once

#include <cstdint>
#include <string>

namespace tt::gates {

// The names that Measurement::name and Gate::measure take; they are part of the protocol.
inline constexpr char kPcc[] = "pcc";              // Pearson correlation with the reference, -1 to 1, may be NaN
inline constexpr char kTop1[] = "top1";            // per cent
inline constexpr char kTop5[] = "top5";            // per cent
inline constexpr char kSpeed[] = "tokens/s/user";  // decode speed of one user
inline constexpr char kFirstToken[] = "ttft";      // time to first token, milliseconds
// What is shown of a run, but isn't a gate's measure.
inline constexpr char kThroughput[] = "tokens/s";            // decode speed of all users together
inline constexpr char kToken128[] = "token128";              // decode time of the 128th token, milliseconds
inline constexpr char kPrefillCompile[] = "prefillCompile";  // seconds
inline constexpr char kDecodeCompile[] = "decodeCompile";    // seconds
inline constexpr char kAtol[] = "atol";                      // largest absolute difference from the reference

struct Measurement {
  std::string name = {};
  double value = 0;
  std::string unit = {};     // "", "%", "t/s/u", "t/s", "ms" or "s"
  std::uint64_t line = 0;    // from 1, counted by '\n'
  std::uint64_t offset = 0;  // byte offset of that line's first byte in the log
  std::string text = {};     // what was matched against, valid UTF-8 of at most 200 bytes
};

// "PCC 0.99987", "Top-1 87.2 %"
std::string describe(const Measurement& measurement);

}  // namespace tt::gates
