#include "needles.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

namespace tt::gates {
namespace {

struct Needle {
  std::string_view text;
  std::uint32_t interest;
};

constexpr std::uint32_t kForFaultsAndMarks = kForFaults | kForMarks;

constexpr Needle kNeedles[] = {
    {"PCC", kForMeasures},
    {"pcc", kForMeasures},
    {"Top1", kForMeasures},
    {"Top5", kForMeasures},
    {"Top-", kForMeasures},
    {"top1", kForMeasures},
    {"top5", kForMeasures},
    {"top-", kForMeasures},
    {" tok/s/user", kForMeasures | kForProgress},
    {"(TTFT):", kForMeasures},
    {"token decode time:", kForMeasures},
    {" compile time:", kForMeasures},
    {"ATOL", kForMeasures},

    {"%|", kForProgress},
    {"%]", kForProgress},
    {"% (", kForProgress},
    {"Reading inputs...", kForProgress},
    {"Starting prefill", kForProgress},
    {"Finished prefill", kForProgress},
    {"Prefill finished", kForProgress},
    {"Starting decode", kForProgress},
    {"Finished decoding", kForProgress},
    {"INFO: ", kForProgress},
    {"-- Configuring done", kForProgress},
    {"-- Generating done", kForProgress},
    {"-- CPM", kForProgress},
    {"-- The CXX compiler", kForProgress},
    {"collected ", kForProgress},
    {"collecting ", kForProgress},
    {"PASSED", kForProgress},
    {"SKIPPED", kForProgress},
    {"XFAIL", kForProgress},
    {"XPASS", kForProgress},
    {"FAILED", kForProgress | kForMarks},
    {"ERROR", kForProgress | kForMarks},

    {"device timeout", kForFaults},
    {"potential hang", kForFaults},
    {"device is unrecoverable", kForFaults},
    {"waiting for physical cores", kForFaults},
    {"unexpected run_mailbox", kForFaults},
    {"Out of Memory: Not enough space", kForFaults},
    {"Statically allocated circular", kForFaults},
    {"Creating trace buffers of size", kForFaults},
    {"Waiting for lock 'CHIP_IN_USE", kForFaults},
    {"Sysmem mapped at unexpected", kForFaults},
    {"No chips detected", kForFaults},
    {"Did not find chip for mesh row", kForFaults},
    {"Insufficient number of hugepages", kForFaults},
    {"build failed. Log:", kForFaults},
    {"for ARC to respond", kForFaults},
    {"Chip initialization failed", kForFaults},
    {"ARC Status: Timeout", kForFaults},
    {"No such device", kForFaults},
    {"Client Error", kForFaults},
    {"GatedRepoError", kForFaults},
    {"gated repo", kForFaults},
    {"LocalEntryNotFoundError", kForFaults},
    {"Killed", kForFaults},
    {"No space left on device", kForFaults},
    {"ModuleNotFoundError", kForFaults},
    {": No module named ", kForFaults},
    {"no tests ran", kForFaults},
    {" deselected", kForFaults},
    {"test session starts", kForFaults},
    {"TT_FATAL", kForFaultsAndMarks},
    {"TT_THROW", kForFaultsAndMarks},
    {"TT_ASSERT", kForFaultsAndMarks},

    {"| warning", kForMarks},
    {"| error", kForMarks},
    {"| critical", kForMarks},
    {"| FATAL", kForMarks},
    {"| CRITICAL", kForMarks},
    {"CRITICAL ", kForMarks},
    {"WARNING ", kForMarks},
    {"[warning]", kForMarks},
    {"[error]", kForMarks},
    {"[critical]", kForMarks},
    {" error: ", kForMarks},
    {" warning: ", kForMarks},
    {"CMake Error", kForMarks},
    {"CMake Warning", kForMarks},
    {".py:", kForMarks},
    {"File \"", kForMarks},
    {"Traceback (most recent", kForMarks},
};

constexpr std::size_t kWidth = 64;  // classes of bytes; class 0 is every byte that no needle has

constexpr std::size_t count_classes() {
  std::array<bool, 256> seen{};
  std::size_t count = 1;
  for (const Needle& needle : kNeedles) {
    for (const char c : needle.text) {
      if (!std::exchange(seen[static_cast<unsigned char>(c)], true)) ++count;
    }
  }
  return count;
}

static_assert(count_classes() <= kWidth, "the needles have more kinds of bytes than a row has room for");
using State = std::uint32_t;

// Aho and Corasick's automaton over the needles. Invariant: a state is the row of its transitions, of kWidth entries, one for
// each class of bytes that the needles tell apart, and is named by the index of its first entry.
class Automaton {
 public:
  Automaton() {
    for (const Needle& needle : kNeedles) {
      for (const char c : needle.text) class_of(c);
    }
    add_state();
    for (const Needle& needle : kNeedles) insert(needle);
    link();
  }

  std::uint32_t find(std::string_view text) const {
    std::uint32_t found = 0;
    std::size_t state = 0;
    for (const char c : text) {
      state = next_[state + classes_[static_cast<unsigned char>(c)]];
      found |= interest_[state / kWidth];
    }
    return found;
  }

 private:
  std::size_t class_of(char c) {
    std::uint8_t& known = classes_[static_cast<unsigned char>(c)];
    if (known == 0) known = ++last_class_;
    return known;
  }

  std::size_t add_state() {
    next_.resize(next_.size() + kWidth, 0);
    interest_.push_back(0);
    return next_.size() - kWidth;
  }

  void insert(const Needle& needle) {
    std::size_t state = 0;
    for (const char c : needle.text) {
      const std::size_t at = state + class_of(c);
      if (next_[at] == 0) {
        const std::size_t made = add_state();
        next_[at] = static_cast<State>(made);
      }
      state = next_[at];
    }
    interest_[state / kWidth] |= needle.interest;
  }

  // Where no needle goes on, goes on with the longest other one that the text read so far begins.
  void link() {
    std::vector<std::size_t> other(interest_.size(), 0);
    std::deque<std::size_t> queue;
    for (std::size_t c = 1; c < kWidth; ++c) {
      if (next_[c] != 0) queue.push_back(next_[c]);
    }
    while (!queue.empty()) {
      const std::size_t state = queue.front();
      queue.pop_front();
      const std::size_t fallback = other[state / kWidth];
      interest_[state / kWidth] |= interest_[fallback / kWidth];
      for (std::size_t c = 1; c < kWidth; ++c) {
        State& next = next_[state + c];
        if (next == 0) {
          next = next_[fallback + c];
        } else {
          other[next / kWidth] = next_[fallback + c];
          queue.push_back(next);
        }
      }
    }
  }

  std::array<std::uint8_t, 256> classes_{};
  std::uint8_t last_class_ = 0;
  std::vector<State> next_;
  std::vector<std::uint32_t> interest_;
};

}  // namespace

std::uint32_t find_interest(std::string_view line) {
  static const Automaton automaton;  // built at the first line
  return automaton.find(line);
}

}  // namespace tt::gates
