// The file `run`: who supervises the job and what it started, on disk before the command's first instruction.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "process.hpp"

namespace tt::jobdir {

struct RunRecord {
  int version = 1;
  ProcessId supervisor;
  ProcessId child;  // leader of its process group
  std::string boot_id;
  std::string cgroup;  // empty: none of its own
  std::int64_t started_wall_ms = 0;
  std::int64_t started_boottime_ns = 0;
  std::uint32_t choice = 0;  // which of the spec's choices of cards it got
};

inline constexpr int kRunRecordVersion = 1;

// key=value lines, the same text that parse_run_record() reads.
std::string format_run_record(const RunRecord& record);

// Unknown keys are skipped. kMalformed for a missing key or a bad number, kUnsupported for a newer version.
Result<RunRecord> parse_run_record(std::string_view text);

// Temporary file, fsync, rename, fsync of the folder.
Result<void> write_run_record(const std::filesystem::path& folder, const RunRecord& record);

// kNotFound: the job was never started (it is queued, was cancelled in the queue, or its supervisor died before).
Result<RunRecord> read_run_record(const std::filesystem::path& folder);

}  // namespace tt::jobdir
