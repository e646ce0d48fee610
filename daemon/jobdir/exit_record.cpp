#include "exit_record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/files.hpp"
#include "bytes.hpp"
#include "crc32.hpp"
#include "paths.hpp"

namespace tt::jobdir {
namespace {

constexpr std::string_view kMagic = "TTEXIT\r\n";  // line ends in it, as in PNG's: a file that went through a converter shows
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kHasExitCode = 1;
constexpr std::uint32_t kHasSignal = 2;

Result<void> write_at(int fd, std::string_view bytes, off_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), offset);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_errno("write", kExitFile, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += n;
  }
  if (::fdatasync(fd) != 0) return fail_errno("fsync", kExitFile, errno);
  return {};
}

std::optional<ExitRecord> decode_slot(std::string_view slot) {
  if (slot.size() != kExitSlotBytes || !slot.starts_with(kMagic)) return std::nullopt;
  const std::string_view body = slot.substr(0, kExitSlotBytes - 4);
  if (ByteReader(slot.substr(body.size())).take<std::uint32_t>() != crc32(body)) return std::nullopt;
  ByteReader reader(body.substr(kMagic.size()));
  if (reader.take<std::uint32_t>() > kVersion) return std::nullopt;
  ExitRecord record;
  const auto state = reader.take<std::uint32_t>();
  if (state < 1 || state > 5) return std::nullopt;
  record.state = static_cast<ExitState>(state);
  const auto flags = reader.take<std::uint32_t>();
  const int exit_code = reader.take<std::int32_t>();
  const int signal = reader.take<std::int32_t>();
  if (flags & kHasExitCode) record.exit_code = exit_code;
  if (flags & kHasSignal) record.signal = signal;
  record.error_number = reader.take<std::int32_t>();
  record.ended_wall_ms = reader.take<std::int64_t>();
  record.ended_boottime_ns = reader.take<std::int64_t>();
  record.duration_ns = reader.take<std::int64_t>();
  record.log_bytes = reader.take<std::uint64_t>();
  record.dropped_bytes = reader.take<std::uint64_t>();
  // Of the same version all the same: who doesn't know the field skips it, and where it wasn't written it is zero.
  record.gap_bytes = reader.take<std::uint64_t>();
  return record;
}

}  // namespace

std::string encode_exit_slot(const ExitRecord& record) {
  std::string slot(kMagic);
  put(slot, kVersion);
  put(slot, static_cast<std::uint32_t>(record.state));
  put(slot, (record.exit_code ? kHasExitCode : 0) | (record.signal ? kHasSignal : 0));
  put(slot, record.exit_code.value_or(0));
  put(slot, record.signal.value_or(0));
  put(slot, record.error_number);
  put(slot, record.ended_wall_ms);
  put(slot, record.ended_boottime_ns);
  put(slot, record.duration_ns);
  put(slot, record.log_bytes);
  put(slot, record.dropped_bytes);
  put(slot, record.gap_bytes);
  slot.resize(kExitSlotBytes - 4, '\0');
  put(slot, crc32(slot));
  return slot;
}

std::optional<ExitRecord> decode_exit_file(std::string_view bytes) {
  for (std::size_t at = 0; at + kExitSlotBytes <= bytes.size() && at < kExitFileBytes; at += kExitSlotBytes) {
    if (std::optional<ExitRecord> record = decode_slot(bytes.substr(at, kExitSlotBytes))) return record;
  }
  return std::nullopt;
}

Result<Fd> preallocate_exit_file(int folder) {
  Fd fd{::openat(folder, kExitFile.data(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) return fail_errno("create", kExitFile, errno);
  // Written zeros rather than fallocate(): no file system may then ask for room on the overwrite, short of copy-on-write ones.
  if (Result<void> done = write_at(fd.get(), std::string(kExitFileBytes, '\0'), 0); !done) return std::unexpected(done.error());
  return fd;
}

Result<void> write_exit_record(int exit_file, const ExitRecord& record) {
  const std::string slot = encode_exit_slot(record);
  const Result<void> first = write_at(exit_file, slot, 0);
  const Result<void> second = write_at(exit_file, slot, kExitSlotBytes);
  // One good slot is a good record.
  return first ? first : second;
}

std::optional<ExitRecord> read_exit_record(const std::filesystem::path& folder) {
  const Result<std::string> bytes = read_file(folder / kExitFile, kExitFileBytes);
  if (!bytes) return std::nullopt;
  return decode_exit_file(*bytes);
}

}  // namespace tt::jobdir
