#include "record.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>

#include "base/clock.hpp"
#include "jobdir/redact.hpp"

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

std::string describe_cards(const std::vector<jobdir::CardChoice>& choices, std::string_view need) {
  constexpr std::size_t kMostNamed = 4;
  if (choices.size() > kMostNamed) return need == "any" ? "any card" : std::string(need);
  std::vector<std::string_view> names;
  for (const jobdir::CardChoice& choice : choices) {
    if (choices.size() > 1 && choice.leases.size() > 1) return std::string(need);
    names.push_back(choice.device);
  }
  return fmt::format("{}", fmt::join(names, " or "));
}

bool lacks_secret(const std::vector<std::string>& texts) {
  return std::ranges::any_of(texts, [](const std::string& text) { return text.find(jobdir::kRedacted) != std::string::npos; });
}

std::optional<std::int64_t> duration_now_ms(const JobRecord& record) {
  if (is_final(record.state)) return record.duration_ms;
  if (record.started_boottime_ns == 0) return std::nullopt;
  return (clock::boottime_ns() - record.started_boottime_ns) / 1'000'000;
}

}  // namespace tt::jobs
