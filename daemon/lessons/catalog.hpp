// The lessons of one pack in one stable order, and how a link finds one of them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lesson.hpp"

namespace tt::lessons {

class Files;

struct LessonEntry {
  std::string file;  // relative to the pack
  Lesson lesson;
  std::optional<FrontMatter> written = {};  // the lesson's own, where a registry filled in what it doesn't say
};

// Orders lessons: the files of `manifest_order` first, as they stand there, the others after them by category, title and
// file. The result doesn't depend on the order of `entries`.
void sort_entries(std::vector<LessonEntry>& entries, std::span<const std::string> manifest_order);

// The index of the lesson whose id is `name`, else of the one whose file's stem is `name`, the first in order wins.
std::optional<std::size_t> find_lesson(std::span<const LessonEntry> entries, std::string_view name);

// The .md files of a pack, sorted, below `folder` ("" is the whole pack): at most 1,000, nesting at most 8, names that
// begin with '.' or '_' and README.md left out.
Result<std::vector<std::string>> find_lesson_files(const Files& files, std::string_view folder);

}  // namespace tt::lessons
