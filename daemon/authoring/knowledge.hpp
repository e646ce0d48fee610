// What a lesson's text is held against: the lessons of its pack and of the others, and every declared command.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/table.hpp"
#include "commands/value.hpp"
#include "lessons/catalog.hpp"

namespace tt::authoring {

struct KnownPack {
  std::string root;  // absolute
  std::span<const lessons::LessonEntry> lessons;
};

// What it points at must outlive it.
struct Knowledge {
  std::string file;                                    // of the text, relative to its pack
  std::vector<KnownPack> packs;                        // the text's own pack first
  const commands::LessonManifest* manifest = nullptr;  // what the manifest says of the lesson; null: nothing
  const commands::CommandTable* commands = nullptr;
};

// A text and what was found in it; `lesson` is null where it can't be read as one.
struct Document {
  std::string_view text;
  const lessons::Lesson* lesson = nullptr;
};

struct FoundLesson {
  const KnownPack* pack = nullptr;
  const lessons::LessonEntry* entry = nullptr;
};

// By id, then by file stem, pack by pack.
std::optional<FoundLesson> find_lesson(const Knowledge& knowledge, std::string_view name);

std::vector<std::string> command_ids(const Knowledge& knowledge);
std::vector<std::string> lesson_ids(const Knowledge& knowledge);
std::vector<std::string> anchors_of(const lessons::Lesson& lesson);
std::vector<std::string> step_ids(const Knowledge& knowledge);

// Whether a command opens a lesson whose id is its first argument.
bool opens_lesson(std::string_view command);

}  // namespace tt::authoring
