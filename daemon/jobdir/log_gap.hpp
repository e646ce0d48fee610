// The file `out.gap`: which part of out.log was given up because the log reached its limit, and what else isn't in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::jobdir {

// The bytes from `begin` to `end` of out.log may read as zeros: their blocks went back to the file system. `end` only grows;
// `begin` is set once. Both stand behind a line end where one is near. A record is written before its bytes go, so whoever
// reads it after the log knows whether what was read is still true.
struct LogGap {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;           // equal to `begin`: no gap
  std::uint64_t lines = 0;         // line ends before `end`
  std::uint64_t dropped = 0;       // bytes that never came into the log, for want of room
  std::uint64_t limit = 0;         // how many bytes of the log are kept; 0: all
  std::uint64_t lines_before = 0;  // line ends before `begin`
  bool operator==(const LogGap&) const = default;

  bool covers(std::uint64_t offset) const { return offset >= begin && offset < end; }
  // Bytes of output that can't be read in the log.
  std::uint64_t missing() const { return end - begin + dropped; }
};

inline constexpr std::size_t kGapSlotBytes = 64;
inline constexpr std::size_t kGapFileBytes = 2 * kGapSlotBytes;

// One slot: magic, the fields in little endian, CRC-32 at its end.
std::string encode_gap_slot(const LogGap& gap);

// The newest of the valid slots; no gap where there is none. Total: any bytes are fine.
LogGap decode_gap_file(std::string_view bytes);

// Creates `out.gap` below the open folder with `gap` in it.
Result<Fd> create_gap_file(int folder, const LogGap& gap);

// Overwrites both slots, one after the other.
Result<void> write_gap(int gap_file, const LogGap& gap);

// What the open file says. No gap where it can't be read.
LogGap read_gap(int gap_file);

// Opens `<folder>/out.gap` for reading. Empty where there is none: the job is of a version that kept whole logs.
Fd open_gap_file(const std::filesystem::path& folder);

}  // namespace tt::jobdir
