// What a lesson's author should mend, as a value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tt::lessons {

enum class Severity { kError, kWarning, kInfo };

// One finding. The field names are those of `Problem` in the contract.
struct Problem {
  std::string file;        // relative to the pack's folder
  std::uint32_t line = 0;  // from 1; 0 where it is about the whole file
  Severity severity = Severity::kError;
  std::string rule;     // a stable name, such as "unknown-command"
  std::string message;  // one sentence
};

// Orders the problems of one file by line, rule and message.
void sort_by_line(std::vector<Problem>& problems);

}  // namespace tt::lessons
