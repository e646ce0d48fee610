// Appends a job's output to out.log and out.idx; a full disk costs bytes, which are counted, and nothing else.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::supervisor {

// Invariant: kept() is the size of out.log, and kept() + dropped() is the number of bytes given to append().
class LogWriter {
 public:
  // Creates both files below the open folder.
  static Result<LogWriter> create(int folder);

  // Never fails and never waits for room. `now_ns` is boottime.
  void append(std::string_view bytes, std::int64_t now_ns);

  // Everything kept is on disk when this returns, as far as the disk says so.
  void sync();

  std::uint64_t kept() const { return kept_; }
  std::uint64_t dropped() const { return dropped_; }

 private:
  LogWriter(Fd log, Fd index) : log_(std::move(log)), index_(std::move(index)) {}
  void mark(std::uint64_t offset, std::int64_t now_ns);

  Fd log_;
  Fd index_;
  std::uint64_t kept_ = 0;
  std::uint64_t dropped_ = 0;
  std::uint64_t index_size_ = 0;
  std::uint64_t marked_offset_ = 0;
  std::int64_t marked_ns_ = -1;
  bool gap_ = false;  // bytes were dropped since the last mark
};

}  // namespace tt::supervisor
