// What a lesson's author should mend, as a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tt::lessons {

// A part of a file's text, in bytes from its beginning.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;  // after the last byte; as `begin` where the place isn't known

  bool empty() const { return begin == end; }
  bool operator==(const TextSpan&) const = default;
};

enum class Severity { kError, kWarning, kInfo };

// One finding. The names of the first five fields are those of `Problem` in the contract.
struct Problem {
  std::string file;        // relative to the pack's folder
  std::uint32_t line = 0;  // from 1; 0 where it is about the whole file
  Severity severity = Severity::kError;
  std::string rule;       // a stable name, such as "unknown-command"
  std::string message;    // one sentence
  std::string subject{};  // the word that is wrong, as the author wrote it: a key, an id, an anchor; may be empty
  TextSpan span{};        // where it stands; empty: the whole line
};

// Orders the problems of one file by line, rule and message.
void sort_by_line(std::vector<Problem>& problems);

}  // namespace tt::lessons
