// What an author should mend in a pack, beyond what a single lesson shows.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "catalog.hpp"
#include "files.hpp"
#include "problem.hpp"

namespace tt::lessons {

// What the pack's manifest says of one lesson.
struct ManifestFacts {
  std::string file;                   // relative to the pack
  std::vector<std::string> step_ids;  // what `step=ID` of a fence may name
  std::vector<std::string> anchors;   // headings that phases and steps point at
};

struct LintInput {
  std::span<const LessonEntry> lessons;
  std::vector<ManifestFacts> manifest;
  const Files* files = nullptr;  // to look for images; without it they aren't looked for
};

// The problems that the lessons carry already (front-matter-missing, front-matter-malformed, front-matter-key-unknown,
// front-matter-value, hardware-unknown, bad-link, bad-image, html-refused, swallowed-fence, bad-utf8, decoded-wrongly, missing-alt)
// and those that only the whole pack shows: dangling-anchor, missing-image, duplicate-id, step-unknown. Command links need every
// pack: authoring/link_rules.hpp. By file in the order of `lessons`, then by line.
std::vector<Problem> lint(const LintInput& input);

}  // namespace tt::lessons
