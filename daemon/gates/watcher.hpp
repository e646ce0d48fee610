// Reads a log as it grows, once, and collects what it says: measurements, progress, a known fault, errors and warnings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "faults.hpp"
#include "marks.hpp"
#include "measurement.hpp"
#include "progress.hpp"

namespace tt::gates {

inline constexpr std::size_t kMaxLine = 4096;  // bytes of a line that are looked at at a time; of the rest, only measurements
inline constexpr std::size_t kMaxMeasurements = 1000;  // kept from the start of the log

// Invariant: memory is bounded whatever the log holds, and the result doesn't depend on how the bytes were split
// between calls. Lines end at '\n' or '\r' (progress bars); escape sequences are ignored.
class Watcher {
 public:
  // The next raw bytes of the log.
  void push(std::string_view raw_bytes);

  // Bytes are missing: the next ones stand at `offset`, behind `lines` line ends, and begin a line.
  void skip_to(std::uint64_t offset, std::uint64_t lines);

  // The log is over: its last line may lack a line end. push() may not be called afterwards.
  void finish();

  // In order of appearance. Beyond the first kMaxMeasurements only the lowest, the highest and the latest of each
  // measure are kept, at the end and in no order; judge() gives the same verdict on that.
  const std::vector<Measurement>& measurements() const { return measurements_; }

  const std::optional<Progress>& progress() const { return progress_.progress(); }
  const FaultReader& faults() const { return faults_; }
  const MarkReader& marks() const { return marks_; }

  std::uint64_t bytes_seen() const { return position_; }

 private:
  enum class State : std::uint8_t { kText, kEscape, kControlSequence, kString, kStringEscape };

  void add(std::string_view plain);
  void end_part();
  void end_line();
  void look_at(std::string_view line, std::uint32_t interest);
  void measure(std::string_view part, std::size_t end);
  void keep(Measurement measurement);
  void step(char c);

  struct Extremes {
    std::string name;
    std::size_t lowest = 0, highest = 0, latest = 0;  // indexes into measurements_
  };

  State state_ = State::kText;
  std::string text_;  // the line so far, without control characters; of one longer than kMaxLine its start and its latest part
  std::size_t measured_ = 0;    // bytes of text_ in which the measurements were taken; 0 in the first part of a line
  std::uint64_t position_ = 0;  // bytes taken so far
  std::uint64_t line_ = 1;
  std::uint64_t line_start_ = 0;
  std::vector<Measurement> measurements_;
  std::vector<Extremes> extremes_;
  ProgressReader progress_;
  FaultReader faults_;
  MarkReader marks_;
};

}  // namespace tt::gates
