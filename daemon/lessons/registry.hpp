// The registry that may stand beside the lessons: a JSON object with their categories, their order and what completes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog.hpp"
#include "files.hpp"
#include "front_matter.hpp"
#include "problem.hpp"

namespace tt::lessons {

inline constexpr std::size_t kRegistryLimit = 1024 * 1024;  // bytes of its file

struct RegistryCategory {
  std::string id;     // what a lesson's `category` holds; never empty
  std::string title;  // the id where the registry has none
  std::string description;
  std::optional<double> order;
  std::size_t place = 0;  // in the file
};

struct RegistryLesson {
  std::string id;             // may be empty where `file` isn't
  std::string markdown_file;  // as written
  std::optional<double> order;
  // The id of a lesson; empty: the registry says that there is none. nullopt: it says nothing.
  std::optional<std::string> previous, next;
  std::vector<std::string> completed_by;  // command ids, of `onCommand:<id>`
  FrontMatter said;                       // what else it says of the lesson, in the front matter's words
  std::uint32_t line = 0;
  std::size_t place = 0;  // among the registry's lessons
};

struct Registry {
  std::string file;  // relative to the pack; empty: there is none
  std::string revision;
  std::vector<RegistryCategory> categories;  // in their order: by `order`, those without one after the others, then as they stand
  std::vector<RegistryLesson> lessons;       // as they stand
};

// Whether a JSON text may be a registry, so that other JSON files of a pack are left alone. Cheap, and says yes too often.
bool may_be_registry(std::string_view text);

// Reads a registry with the YAML reader: JSON is YAML but for surrogate pairs, which are put together before. Appends what is wrong
// to `problems` (rules registry-malformed, completion-event-unknown); an entry that makes no sense is left out. nullopt where the
// text is no object with a list `lessons`.
std::optional<Registry> parse_registry(std::string_view file, std::string_view text, std::vector<Problem>& problems);

// The registry of a pack: the first `.json` file that is one, of the pack's folder, then of those in which lessons lie and their
// parents. A second one is reported (registry-second) and ignored. `lesson_files` are relative to the pack.
Registry find_registry(const Files& files, std::span<const std::string> lesson_files, std::vector<Problem>& problems);

// What a registry says of each lesson, by the lesson's file.
using RegistryFacts = std::map<std::string, RegistryLesson, std::less<>>;

// Finds the lesson that each entry is of, by its file, else by its id, and fills in what the lesson's front matter doesn't say;
// LessonEntry::written keeps the front matter as it was. Where both say something and differ, the front matter stays and the
// difference is a problem (registry-drift). An entry of no lesson: missing-lesson; a neighbour that is none: dangling-lesson, and
// it is dropped.
RegistryFacts apply_registry(const Registry& registry, std::span<LessonEntry> entries, std::vector<Problem>& problems);

// Orders lessons by a registry: the files of `manifest_order` first, as they stand there; the others by their category's place
// (categories that the registry doesn't have after the others, by name), then by `order`, then by their place in the registry; the
// rest as sort_entries() has it. One order, whatever that of `entries`.
void sort_entries(std::vector<LessonEntry>& entries, std::span<const std::string> manifest_order, const Registry& registry,
                  const RegistryFacts& facts);

}  // namespace tt::lessons
