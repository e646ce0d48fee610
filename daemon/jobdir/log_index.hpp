// The file `out.idx`: at which time which byte of out.log was written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tt::jobdir {

// 24 bytes on disk, little endian: offset u64, boottime ns u64, flags u32, CRC-32 of the first 20 bytes u32.
struct IndexEntry {
  std::uint64_t offset = 0;  // of the first byte that came at that time
  std::int64_t boottime_ns = 0;
  std::uint32_t flags = 0;
  bool operator==(const IndexEntry&) const = default;
};

inline constexpr std::size_t kIndexEntryBytes = 24;
inline constexpr std::uint32_t kIndexGap = 1;  // bytes before `offset` were dropped for want of room

// A record at most every 64 KiB or 100 ms of output, whichever comes first.
inline constexpr std::uint64_t kIndexBytesStep = 64 * 1024;
inline constexpr std::int64_t kIndexTimeStepNs = 100'000'000;

std::string encode_index_entry(const IndexEntry& entry);

// The entries up to the first one that is torn, corrupt or out of order. Total: any bytes are fine.
std::vector<IndexEntry> decode_index(std::string_view bytes);

}  // namespace tt::jobdir
