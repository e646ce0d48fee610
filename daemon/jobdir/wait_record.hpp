// The file `wait` of a queued job: what its supervisor waits for, as it saw it last.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::jobdir {

inline constexpr std::string_view kWaitFile = "wait";

// Who keeps the job from starting: one of our jobs, a program of somebody else's, or only those before it in the queue.
struct WaitRecord {
  std::uint32_t position = 1;            // as queue_position()
  std::string device;                    // the card that is held, for people; empty: none is
  std::string job;                       // ULID of our job that holds it; empty: none
  std::int64_t pid = 0;                  // of a program that isn't ours, where it can be seen
  std::string program;                   // its name; empty: not known
  bool foreign = false;                  // a program that isn't ours holds it
  std::optional<std::int64_t> since_ms;  // wall clock, where it is known
  bool operator==(const WaitRecord&) const = default;
};

// key=value lines, the same text that parse_wait_record() reads. Line ends inside a value become blanks.
std::string format_wait_record(const WaitRecord& record);

// Unknown keys are skipped; kMalformed for a number that is none.
Result<WaitRecord> parse_wait_record(std::string_view text);

// Temporary file and rename, not synced: it is worth nothing after a crash.
Result<void> write_wait_record(const std::filesystem::path& folder, const WaitRecord& record);

// kNotFound where the job doesn't wait, or its supervisor has not looked yet.
Result<WaitRecord> read_wait_record(const std::filesystem::path& folder);

}  // namespace tt::jobdir
