// The checklist of a bounty: as data, as Markdown, and merged into a file that the user has edited.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tt::bounties {

struct ChecklistItem {
  std::string id;    // letters, digits, '-', '_', '.'; unique in the checklist
  std::string text;  // one line of Markdown
};

struct ChecklistPhase {
  std::string id;  // as an item's; unique among the phases
  std::string title;
  std::vector<ChecklistItem> items;
};

struct Checklist {
  std::string title;
  std::vector<ChecklistPhase> phases;
};

inline constexpr std::size_t kMaxChecklist = 256 * 1024;  // bytes of YAML
inline constexpr std::size_t kMaxItems = 1000;

// Reads `title` and `phases: [{id, title, items: [{id, text}]}]`. kTooLarge over the limits, kMalformed otherwise; the
// message names the line.
Result<Checklist> parse_checklist(std::string_view yaml);

// "- [ ] text <!-- id -->" under a "## title <!-- phase: id -->" for each phase.
std::string new_checklist(const Checklist& checklist);

// Every line of `existing` stays as it is, byte for byte: ticks, the user's own lines, line ends. Items whose id the
// file doesn't hold yet go to the end of their phase; a phase that it doesn't hold goes to the end of the file.
// Merging twice is merging once. An empty `existing` gives new_checklist().
std::string merge_checklist(std::string_view existing, const Checklist& checklist);

}  // namespace tt::bounties
