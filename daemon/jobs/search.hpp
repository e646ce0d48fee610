// Searches logs for the lines that hold a text: in pieces of a few milliseconds, so that whoever waits can change their mind.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "log_scan.hpp"
#include "search_pattern.hpp"

namespace tt::jobs {

struct SearchMatch {
  std::string job;           // its id
  std::uint64_t line = 0;    // of the log, from 1
  std::uint64_t offset = 0;  // of the line's first byte
  std::string text;          // valid UTF-8 without escape sequences, at most 300 characters around the match
  std::uint32_t start = 0;   // of the match in `text`, in UTF-16 code units
  std::uint32_t end = 0;
};

struct SearchTarget {
  std::string job;
  std::filesystem::path folder;
};

// Invariant: at most one match for each line and no more than the limit in all; its memory is two blocks of 1 MiB and the
// matches, whatever the logs hold. A line with escape sequences is searched without them.
class LogSearch {
 public:
  // The logs are searched in the order of `targets`.
  LogSearch(SearchPattern pattern, std::vector<SearchTarget> targets, std::size_t limit);

  // Goes on for about `budget`. False once everything was searched or the limit was passed. Blocks: for the pool.
  bool run_for(std::chrono::milliseconds budget);

  const std::vector<SearchMatch>& matches() const { return matches_; }
  bool passed_limit() const { return passed_limit_; }

 private:
  bool open_next();
  void search_block();
  void search_lines(std::string_view text);
  std::optional<Span> find_line(std::string_view text, std::size_t from, std::size_t& escape, std::string& plain, Span& match);
  void keep(std::string_view line, Span match, std::uint64_t offset);

  SearchPattern pattern_;
  std::vector<SearchTarget> targets_;
  std::size_t limit_;
  std::vector<SearchMatch> matches_;
  bool passed_limit_ = false;

  std::size_t next_target_ = 0;
  std::optional<LogScan> scan_;
  std::size_t keep_ = 0;  // bytes of the block that are looked at again with the next one
  // Of the line in which the next block begins.
  std::uint64_t line_ = 1;
  std::uint64_t line_offset_ = 0;
  bool line_matched_ = false;
};

// Number of line feeds, at memory speed.
std::uint64_t count_lines(std::string_view text);

// The part of a line that is shown of a match in it; job, line and offset are left empty.
SearchMatch show_match(std::string_view line, Span match);

}  // namespace tt::jobs
