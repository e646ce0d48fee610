#include "library.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "authoring/link_rules.hpp"
#include "base/log.hpp"
#include "convert.hpp"

namespace tt::server {
namespace {

LessonRef make_ref(const packs::Pack& pack, const lessons::LessonEntry& entry) {
  return {&pack, &entry, packs::manifest_of(pack, entry)};
}

void report_taken_commands(const std::vector<commands::Problem>& problems, packs::Pack& pack) {
  for (const commands::Problem& problem : problems) {
    pack.problems.push_back({"pack.yaml", problem.line, lessons::Severity::kWarning, problem.rule, problem.message});
  }
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
  report_taken_commands(library.commands.add(pack->manifest, pack->root.string()), *pack);
  library.packs.push_back(std::move(*pack));
}

// What only shows once every pack is loaded.
void check_links(const Library& library, packs::Pack& pack) {
  std::vector<lessons::Problem> found;
  for (const lessons::LessonEntry& entry : pack.lessons) {
    const authoring::Knowledge knowledge = knowledge_of(library, pack, entry.file);
    std::ranges::move(authoring::check_links(entry.lesson, knowledge, read_link_arguments), std::back_inserter(found));
  }
  std::ranges::move(found, std::back_inserter(pack.problems));
  // The manifest's first, then file by file.
  std::ranges::sort(pack.problems, {}, [&](const lessons::Problem& problem) {
    const auto place = std::ranges::find(pack.lessons, problem.file, &lessons::LessonEntry::file);
    const bool of_a_lesson = place != pack.lessons.end();
    return std::tuple(of_a_lesson ? 1 : 0, of_a_lesson ? place - pack.lessons.begin() : 0, problem.file, problem.line, problem.rule,
                      problem.message);
  });
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
  for (packs::Pack& pack : library.packs) check_links(library, pack);
  return library;
}

Result<Library> load_draft(const Library& loaded, const std::filesystem::path& root, const packs::Draft& draft,
                           const packs::Pack* before) {
  Result<packs::Pack> pack = packs::load_pack(root, before, &draft);
  if (!pack) return std::unexpected(pack.error());
  Library library;
  library.packs = loaded.packs;
  auto place = std::ranges::find(library.packs, pack->root, &packs::Pack::root);
  if (place == library.packs.end()) place = library.packs.insert(place, packs::Pack{});
  *place = std::move(*pack);
  for (packs::Pack& other : library.packs) {
    const std::vector<commands::Problem> problems = library.commands.add(other.manifest, other.root.string());
    if (&other == &*place) report_taken_commands(problems, other);
  }
  check_links(library, *place);
  return library;
}

authoring::Knowledge knowledge_of(const Library& library, const packs::Pack& own, std::string_view file) {
  authoring::Knowledge knowledge;
  knowledge.file = file;
  knowledge.packs.push_back({own.root.string(), own.lessons});
  for (const packs::Pack& pack : library.packs) {
    if (pack.root != own.root) knowledge.packs.push_back({pack.root.string(), pack.lessons});
  }
  const auto entry = std::ranges::find(own.lessons, file, &lessons::LessonEntry::file);
  if (entry != own.lessons.end()) knowledge.manifest = packs::manifest_of(own, *entry);
  knowledge.commands = &library.commands;
  return knowledge;
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
