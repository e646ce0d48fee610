// The packs that are loaded, and how a lesson or a command is found among them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/knowledge.hpp"
#include "commands/arguments.hpp"
#include "commands/table.hpp"
#include "packs/pack.hpp"

namespace tt::server {

struct LessonRef {
  const packs::Pack* pack = nullptr;
  const lessons::LessonEntry* entry = nullptr;
  const commands::LessonManifest* manifest = nullptr;  // null where the manifest says nothing of the lesson
};

// Everything is a value, built off the loop and swapped in whole.
struct Library {
  std::vector<packs::Pack> packs;
  commands::CommandTable commands;
};

// Loads the packs beneath each folder; what hasn't changed since `before` isn't parsed again. A folder that can't be loaded is
// logged and left out. Blocks on the disk.
Library load_library(const std::vector<std::filesystem::path>& folders, const Library* before = nullptr);

// The packs as they would be if `draft` were saved in the pack at `root`, which needn't be one of those that are loaded. Errors as
// packs::load_pack. Blocks on the disk.
Result<Library> load_draft(const Library& loaded, const std::filesystem::path& root, const packs::Draft& draft,
                           const packs::Pack* before);

// The loaded packs as an author's text sees them, that of the text first.
authoring::Knowledge knowledge_of(const Library& library, const packs::Pack& own, std::string_view file);

// By id first, then by file stem; the first pack wins.
std::optional<LessonRef> find_lesson(const Library& library, std::string_view name);
std::optional<LessonRef> find_lesson_by_path(const Library& library, const std::filesystem::path& path);

const commands::StepSpec* find_step(const LessonRef& lesson, std::string_view step);

// The first step of the lesson that runs this command with these arguments: what a link, or a call from elsewhere, counts for.
const commands::StepSpec* find_step_that_runs(const LessonRef& lesson, const commands::CommandSpec& command,
                                              const commands::Arguments& arguments);

}  // namespace tt::server
