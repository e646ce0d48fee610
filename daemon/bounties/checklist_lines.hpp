// A checklist file as lines, each with what the merge has to know about it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tt::bounties {

struct ChecklistLine {
  std::string_view text;    // with its line end
  std::size_t heading = 0;  // level, 1 to 6; 0 where it is none
  bool list_item = false;
  bool indented = false;  // belongs to what stands before it
  bool blank = false;
  std::vector<std::string_view> marks;  // what the HTML comments hold, such as "clone" or "phase: setup"
};

// Lines inside code fences are neither headings nor items, and their comments are no marks; a
// fence that is never closed counts as text. Views into `text`.
std::vector<ChecklistLine> split_checklist(std::string_view text);

}  // namespace tt::bounties
