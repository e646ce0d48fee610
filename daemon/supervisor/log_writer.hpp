// Appends a job's output to out.log and out.idx; a limit or a full disk costs bytes, which are counted, and nothing else.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "jobdir/log_gap.hpp"

namespace tt::supervisor {

struct LogLimit {
  std::uint64_t bytes = 0;  // room that out.log may take; 0: any. Below 64 KiB it is taken for 64 KiB
  bool may_punch = true;    // false: as on a file system that can't give blocks in the middle of a file back
};

// Invariant: kept() is the size of out.log, and kept() + dropped() is the number of bytes given to append(). Offsets never
// change: over the limit the blocks in the middle are given back (the first quarter of the limit and the newest bytes stay),
// a sixteenth of the limit at a time, so that at least 15/16 of it are kept. Where the file system can't do that, what comes
// over the limit is dropped.
class LogWriter {
 public:
  // Creates the files below the open folder.
  static Result<LogWriter> create(int folder, LogLimit limit = {});

  // Never fails and never waits for room. `now_ns` is boottime.
  void append(std::string_view bytes, std::int64_t now_ns);

  // Everything kept is on disk when this returns, as far as the disk says so.
  void sync();

  std::uint64_t kept() const { return kept_; }
  std::uint64_t dropped() const { return dropped_; }
  const jobdir::LogGap& gap() const { return gap_record_; }

 private:
  LogWriter(Fd log, Fd index, Fd gap, jobdir::LogGap record, bool punches);
  std::uint64_t write(std::string_view bytes);
  void count_lines(std::string_view bytes);
  void make_room();
  std::uint64_t line_start_behind(std::uint64_t offset) const;
  std::uint64_t line_start_before(std::uint64_t offset) const;
  void tell_dropped(std::int64_t now_ns);
  void mark(std::uint64_t offset, std::int64_t now_ns);

  Fd log_;
  Fd index_;
  Fd gap_file_;
  jobdir::LogGap gap_record_;  // what the file `out.gap` says
  bool punches_;
  std::uint64_t step_ = 0;     // of the gap's end, a multiple of the block size
  std::uint64_t punched_ = 0;  // end of the blocks that were given back; 0: none were
  // Line ends in each step of out.log from `counted_from_` on.
  std::deque<std::uint64_t> lines_;
  std::uint64_t counted_from_ = 0;
  std::uint64_t lines_before_counted_ = 0;

  std::uint64_t kept_ = 0;
  std::uint64_t dropped_ = 0;
  std::int64_t told_dropped_ns_ = -1;
  std::uint64_t index_size_ = 0;
  std::uint64_t marked_offset_ = 0;
  std::int64_t marked_ns_ = -1;
  bool gap_ = false;  // bytes were dropped since the last mark
};

}  // namespace tt::supervisor
