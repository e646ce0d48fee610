// How far a job is, as its log says: builds, downloads, test runs and tt-metal's text demo.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tt::gates {

struct Progress {
  std::string phase = {};               // for people: "Building", "Loading checkpoint shards"; at most 60 bytes of UTF-8
  std::optional<double> fraction = {};  // 0 to 1
  std::string rate = {};                // as printed: "11.2GB/s"; at most 32 bytes of UTF-8; empty: none
  bool operator==(const Progress&) const = default;
};

// Invariant: holds what the latest lines say and at most kMaxBars progress bars, whatever comes.
class ProgressReader {
 public:
  static constexpr std::size_t kMaxBars = 8;

  // A line that find_interest() found, or one that begins with '['.
  void see(std::string_view line);

  // Nothing as long as no line said anything. Of several bars at work the one that moved last; a bar that is full makes
  // way for one that isn't.
  const std::optional<Progress>& progress() const { return shown_; }

 private:
  struct Bar {
    std::string key;
    Progress progress;
    std::uint64_t moved = 0;  // by count_
  };

  void show(Progress progress);
  void move_bar(Progress progress);
  bool see_tests(std::string_view line);
  void count_test();

  std::optional<Progress> shown_;
  std::vector<Bar> bars_;
  std::uint64_t count_ = 0;
  std::uint64_t tests_ = 0, tests_done_ = 0;  // of pytest; tests_ 0: not known
};

}  // namespace tt::gates
