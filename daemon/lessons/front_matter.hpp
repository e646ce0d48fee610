// The YAML between the two `---` lines at the top of a lesson, as a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "problem.hpp"

namespace tt::lessons {

// Front matter over this many bytes isn't parsed.
inline constexpr std::size_t kFrontMatterLimit = 64 * 1024;

// Every field is the author's text; what is missing is empty.
struct FrontMatter {
  std::string id;  // never empty after parse_lesson(): the file's stem stands in
  std::string title;
  std::string description;
  std::string category;
  std::string subcategory;
  std::string icon;
  std::vector<std::string> tags;
  std::vector<std::string> supported_hardware;  // "sim" is written "simulator"; unknown values are kept
  std::string status;                           // draft, validated, blocked, or what the author wrote
  std::string block_reason;
  std::optional<std::uint32_t> estimated_minutes;  // 1 to 100000
  std::vector<std::string> validated_on;
  std::string validation_date;  // as written, such as 2026-04-16
  std::string validation_notes;
  std::string note;
  std::string min_tt_metal_version;
  std::string recommended_metal_version;
  std::vector<std::string> prerequisites;
  std::string expand_by_default;
  std::string playground;
  std::vector<std::pair<std::string, std::string>>
      unknown;  // in the file's order; a value that is no scalar is written as YAML flow

  bool operator==(const FrontMatter&) const = default;
};

// Where the front matter and the body of a file lie.
struct Split {
  bool found = false;
  bool closed = false;          // the second `---` is there
  std::string_view yaml;        // between the two lines; empty where not found
  std::string_view body;        // after the second line, or the whole text
  std::uint32_t body_line = 1;  // the line of the file on which `body` begins
};

// Finds the front matter: `---` alone on the first line, to the next line that is `---` (or `...`) alone.
Split split_front_matter(std::string_view text);

// Whether a text has a lesson's front matter: an `id`, and a key that other Markdown has no use for.
bool is_lesson(std::string_view text);

struct FrontMatterResult {
  FrontMatter value;
  std::vector<Problem> problems;
};

// Reads front matter with yaml-cpp. Never fails: what can't be read is left empty and named in `problems` (rules
// front-matter-malformed, front-matter-key-unknown, front-matter-value for a status or a day that is none, front-matter-missing for
// id, title or a blocked lesson's reason, hardware-unknown; the subject is the key or the value). Refused as
// malformed: over kFrontMatterLimit, aliases and anchors, nesting deeper than 16, anything but a map. `first_line` is the
// line of the file on which `yaml` begins.
FrontMatterResult parse_front_matter(std::string_view file, std::string_view yaml, std::uint32_t first_line = 2);

}  // namespace tt::lessons
