#include "log_gap.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "bytes.hpp"
#include "crc32.hpp"
#include "paths.hpp"

namespace tt::jobdir {
namespace {

constexpr std::string_view kMagic = "TTGAP1\r\n";

std::optional<LogGap> decode_slot(std::string_view slot) {
  if (slot.size() != kGapSlotBytes || !slot.starts_with(kMagic)) return std::nullopt;
  const std::string_view body = slot.substr(0, kGapSlotBytes - 4);
  if (ByteReader(slot.substr(body.size())).take<std::uint32_t>() != crc32(body)) return std::nullopt;
  ByteReader reader(body.substr(kMagic.size()));
  LogGap gap;
  gap.begin = reader.take<std::uint64_t>();
  gap.end = reader.take<std::uint64_t>();
  gap.lines = reader.take<std::uint64_t>();
  gap.dropped = reader.take<std::uint64_t>();
  gap.limit = reader.take<std::uint64_t>();
  gap.lines_before = reader.take<std::uint64_t>();
  if (gap.end < gap.begin) return std::nullopt;
  return gap;
}

}  // namespace

std::string encode_gap_slot(const LogGap& gap) {
  std::string slot(kMagic);
  put(slot, gap.begin);
  put(slot, gap.end);
  put(slot, gap.lines);
  put(slot, gap.dropped);
  put(slot, gap.limit);
  put(slot, gap.lines_before);
  slot.resize(kGapSlotBytes - 4, '\0');
  put(slot, crc32(slot));
  return slot;
}

LogGap decode_gap_file(std::string_view bytes) {
  LogGap newest;
  for (std::size_t at = 0; at + kGapSlotBytes <= bytes.size() && at < kGapFileBytes; at += kGapSlotBytes) {
    const std::optional<LogGap> gap = decode_slot(bytes.substr(at, kGapSlotBytes));
    if (gap && (gap->end > newest.end || (gap->end == newest.end && gap->dropped >= newest.dropped))) newest = *gap;
  }
  return newest;
}

Result<Fd> create_gap_file(int folder, const LogGap& gap) {
  Fd fd{::openat(folder, kGapFile.data(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) return fail_errno("create", kGapFile, errno);
  if (const Result<void> written = write_gap(fd.get(), gap); !written) return std::unexpected(written.error());
  return fd;
}

Result<void> write_gap(int gap_file, const LogGap& gap) {
  const std::string slot = encode_gap_slot(gap);
  for (const off_t at : {off_t{0}, static_cast<off_t>(kGapSlotBytes)}) {
    ssize_t n = 0;
    do {
      n = ::pwrite(gap_file, slot.data(), slot.size(), at);
    } while (n < 0 && errno == EINTR);
    if (n != static_cast<ssize_t>(slot.size())) return fail_errno("write", kGapFile, n < 0 ? errno : ENOSPC);
  }
  return {};
}

LogGap read_gap(int gap_file) {
  std::string bytes(kGapFileBytes, '\0');
  const ssize_t n = ::pread(gap_file, bytes.data(), bytes.size(), 0);
  bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return decode_gap_file(bytes);
}

Fd open_gap_file(const std::filesystem::path& folder) {
  return Fd{::open((folder / kGapFile).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
}

}  // namespace tt::jobdir
