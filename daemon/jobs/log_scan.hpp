// Reads a job's log from its beginning to where it ends now, block by block, and steps over what isn't there any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "jobdir/log_gap.hpp"

namespace tt::jobs {

// Invariant: gives out no byte of the log's gap, also while the gap grows. Its memory is one block. Blocks: for the pool.
class LogScan {
 public:
  // `folder`: the job's. kIo where there is no log that can be opened.
  static Result<LogScan> open(const std::filesystem::path& folder, std::size_t block_bytes);

  // Reads on. False at the end, and where the log can't be read further. `keep` bytes from the end of the block before are
  // put before the new ones (at most half a block), unless those stand behind the gap.
  bool next(std::size_t keep = 0);

  std::uint64_t offset() const { return offset_; }  // of the first byte of bytes()
  std::string_view bytes() const { return std::string_view(buffer_).substr(0, filled_); }
  // bytes() is the first block behind the gap: nothing goes on from the block before, and `lines` line ends stand before it.
  bool behind_gap() const { return behind_gap_; }
  std::uint64_t lines() const { return gap_.lines; }
  // The block ends at the gap, so its last line doesn't go on.
  bool ends_at_gap() const { return gap_.end > gap_.begin && offset_ + filled_ == gap_.begin; }

 private:
  jobdir::LogGap read_gap() const;
  LogScan(Fd log, Fd gap, std::size_t block_bytes) : log_(std::move(log)), gap_file_(std::move(gap)), buffer_(block_bytes, '\0') {}

  Fd log_;
  Fd gap_file_;
  jobdir::LogGap gap_;
  std::string buffer_;
  std::size_t filled_ = 0;
  std::uint64_t offset_ = 0;
  bool behind_gap_ = false;
};

}  // namespace tt::jobs
