#include "library.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace tt::server {
namespace {

LessonRef make_ref(const packs::Pack& pack, const lessons::LessonEntry& entry) {
  return {&pack, &entry, packs::manifest_of(pack, entry)};
}

void add_pack(Library& library, const std::filesystem::path& folder, const Library* before) {
  const packs::Pack* loaded_before = nullptr;
  if (before != nullptr) {
    std::error_code ignored;
    const auto found = std::ranges::find(before->packs, std::filesystem::canonical(folder, ignored), &packs::Pack::root);
    if (found != before->packs.end()) loaded_before = &*found;
  }
  Result<packs::Pack> pack = packs::load_pack(folder, loaded_before);
  if (!pack) {
    log::warning("{}", pack.error().message);
    return;
  }
  const auto same_root = [&](const packs::Pack& other) { return other.root == pack->root; };
  if (std::ranges::any_of(library.packs, same_root)) return;
  for (const commands::Problem& problem : library.commands.add(pack->manifest, pack->root.string())) {
    pack->problems.push_back({"pack.yaml", problem.line, lessons::Severity::kWarning, problem.rule, problem.message});
  }
  library.packs.push_back(std::move(*pack));
}

}  // namespace

Library load_library(const std::vector<std::filesystem::path>& folders, const Library* before) {
  Library library;
  for (const std::filesystem::path& folder : folders) {
    const std::vector<std::filesystem::path> found = packs::find_packs(folder);
    // A folder without a manifest is a pack of lessons all the same.
    if (found.empty()) add_pack(library, folder, before);
    for (const std::filesystem::path& pack : found) add_pack(library, pack, before);
  }
  return library;
}

std::optional<LessonRef> find_lesson(const Library& library, std::string_view name) {
  for (const packs::Pack& pack : library.packs) {
    if (const auto index = lessons::find_lesson(pack.lessons, name)) return make_ref(pack, pack.lessons[*index]);
  }
  return std::nullopt;
}

std::optional<LessonRef> find_lesson_by_path(const Library& library, const std::filesystem::path& path) {
  for (const packs::Pack& pack : library.packs) {
    for (const lessons::LessonEntry& entry : pack.lessons) {
      if (pack.root / entry.file == path) return make_ref(pack, entry);
    }
  }
  return std::nullopt;
}

const commands::StepSpec* find_step(const LessonRef& lesson, std::string_view step) {
  if (lesson.manifest == nullptr) return nullptr;
  const auto found = std::ranges::find(lesson.manifest->steps, step, &commands::StepSpec::id);
  return found == lesson.manifest->steps.end() ? nullptr : &*found;
}

const commands::StepSpec* find_step_that_runs(const LessonRef& lesson, const commands::CommandSpec& command,
                                              const commands::Arguments& arguments) {
  if (lesson.manifest == nullptr) return nullptr;
  const auto found = std::ranges::find_if(lesson.manifest->steps, [&](const commands::StepSpec& step) {
    if (step.command != command.id) return false;
    const Result<commands::Arguments> wanted = commands::check_arguments(command, step.arguments);
    return wanted && wanted->values == arguments.values;
  });
  return found == lesson.manifest->steps.end() ? nullptr : &*found;
}

}  // namespace tt::server
