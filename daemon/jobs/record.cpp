#include "record.hpp"

#include <fmt/format.h>

#include <cstring>

#include "base/clock.hpp"

namespace tt::jobs {

bool is_final(JobState state) { return state != JobState::kQueued && state != JobState::kRunning; }

std::string_view to_string(JobState state) {
  switch (state) {
    case JobState::kQueued: return "queued";
    case JobState::kRunning: return "running";
    case JobState::kExited: return "exited";
    case JobState::kSignaled: return "signaled";
    case JobState::kExecFailed: return "execFailed";
    case JobState::kTimedOut: return "timedOut";
    case JobState::kCancelled: return "cancelled";
    case JobState::kLost: return "lost";
  }
  return "lost";
}

std::string signal_name(int number) {
  const char* abbreviation = ::sigabbrev_np(number);
  return abbreviation != nullptr ? fmt::format("SIG{}", abbreviation) : fmt::format("SIG{}", number);
}

std::optional<std::int64_t> duration_now_ms(const JobRecord& record) {
  if (is_final(record.state)) return record.duration_ms;
  if (record.started_boottime_ns == 0) return std::nullopt;
  return (clock::boottime_ns() - record.started_boottime_ns) / 1'000'000;
}

}  // namespace tt::jobs
