// The file `exit`: how a job ended, in room that was set aside at its start, so that a full disk can't lose it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::jobdir {

enum class ExitState : std::uint32_t {
  kExited = 1,      // exit_code
  kSignaled = 2,    // signal
  kExecFailed = 3,  // error_number: the program could not be started
  kTimedOut = 4,    // the time limit passed; exit_code or signal say how the child ended
  kCancelled = 5,   // a stop or kill; exit_code or signal where a child had been started
};

struct ExitRecord {
  ExitState state = ExitState::kExited;
  std::optional<int> exit_code;
  std::optional<int> signal;
  int error_number = 0;            // errno of kExecFailed
  std::int64_t ended_wall_ms = 0;  // for display
  std::int64_t ended_boottime_ns = 0;
  std::int64_t duration_ns = 0;     // from the opening of the gate to the child's end; 0 where it never opened
  std::uint64_t log_bytes = 0;      // size of out.log
  std::uint64_t dropped_bytes = 0;  // bytes that found no room
  std::uint64_t gap_bytes = 0;      // bytes of out.log that its limit cost afterwards
  bool operator==(const ExitRecord&) const = default;
};

inline constexpr std::size_t kExitFileBytes = 1024;
inline constexpr std::size_t kExitSlotBytes = 512;

// One slot of kExitSlotBytes: magic, version, fields in little endian, CRC-32 at its end.
std::string encode_exit_slot(const ExitRecord& record);

// The first valid slot of the file's bytes; nothing where neither is valid: the job isn't over, or was lost.
// Total: any bytes of any length are fine.
std::optional<ExitRecord> decode_exit_file(std::string_view bytes);

// Creates `exit` below the open folder with its blocks allocated, zeroed and synced.
Result<Fd> preallocate_exit_file(int folder);

// Overwrites both slots in place, one synced before the other is touched.
Result<void> write_exit_record(int exit_file, const ExitRecord& record);

// Nothing where there is no valid record.
std::optional<ExitRecord> read_exit_record(const std::filesystem::path& folder);

}  // namespace tt::jobdir
