// The faults of tt-metal and of the machine that a log is known to show, and what to do about each.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "line_at.hpp"

namespace tt::gates {

// The lesson that explains each fault, at its anchor.
inline constexpr char kFaultLesson[] = "failed-job";

struct Fault {
  std::string kind = {};    // a name of fault_kinds(); part of the protocol
  std::string title = {};   // one sentence that says what happened
  std::string remedy = {};  // what to do about it
  std::string anchor = {};  // in kFaultLesson
  std::string text = {};    // the line, cut; empty where no line says it
  std::uint64_t line = 0;   // from 1; 0 without a line
  std::uint64_t offset = 0;
  bool operator==(const Fault&) const = default;
};

struct FaultKind {
  std::string_view kind, anchor;
};

// All kinds that there are, in the order in which they win over one another.
std::span<const FaultKind> fault_kinds();

// How a job ended.
struct Ending {
  std::optional<int> exit_code = {};
  std::string_view signal = {};  // "SIGKILL"; empty: none
  bool stopped = false;          // by the user, or by its time limit
};

// Invariant: keeps one fault, the one that is first in fault_kinds(), and of equals the one that came first; memory is bounded.
class FaultReader {
 public:
  void see(const LineAt& line);

  // The next line has to come to see(), whatever is in it.
  bool waits() const { return waits_for_ != WaitsFor::kNothing || passing_; }

  // So far. A wait for a card that another process holds is a fault only as long as nothing else is logged.
  const std::optional<Fault>& fault() const { return fault_; }

  // Of a job that is over: none where it succeeded or was stopped; else what the log showed, or what the ending itself says.
  std::optional<Fault> at_end(const Ending& ending) const;

 private:
  enum class WaitsFor : std::uint8_t { kNothing, kInfo, kMessage };

  void keep(std::size_t rank, Fault fault);
  bool take_message(const LineAt& line);

  std::optional<Fault> fault_;
  std::size_t rank_ = 0;  // of fault_
  bool passing_ = false;  // fault_ goes away when the program goes on
  WaitsFor waits_for_ = WaitsFor::kNothing;
  bool pytest_ = false;             // the log has pytest's words in it
  std::optional<Fault> selection_;  // pytest's line about tests that were not selected
};

}  // namespace tt::gates
