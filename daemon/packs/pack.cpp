#include "pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "lessons/html_writer.hpp"
#include "lessons/lint.hpp"
#include "lessons/overlay_files.hpp"
#include "lessons/pack_files.hpp"

namespace tt::packs {
namespace {

constexpr std::string_view kManifestFile = "pack.yaml";
constexpr std::string_view kLessonsFolder = "lessons/";

// FNV-1a, 64 bits (Fowler, Noll and Vo): tells whether the manifest changed; nothing rests on it being hard to forge.
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3u;
  return fmt::format("{:016x}", hash);
}

lessons::Problem to_lesson_problem(const commands::Problem& problem) {
  const auto severity = problem.severity == commands::Severity::kError ? lessons::Severity::kError : lessons::Severity::kWarning;
  return {std::string(kManifestFile), problem.line, severity, problem.rule, problem.message};
}

void load_manifest(const lessons::Files& files, Pack& pack) {
  const Result<std::string> text = files.read(kManifestFile, commands::kMaxManifest);
  if (!text) {
    if (text.error().kind != ErrorKind::kNotFound) {
      pack.problems.push_back(
          {std::string(kManifestFile), 0, lessons::Severity::kError, "manifest-unreadable", text.error().message});
    }
    return;
  }
  pack.manifest_revision = fingerprint(*text);
  pack.manifest_text = *text;
  std::vector<commands::Problem> problems;
  // An error is among the problems, too.
  if (Result<commands::Manifest> manifest = commands::parse_manifest(*text, problems)) {
    pack.manifest = std::move(*manifest);
    pack.info = pack.manifest.pack;
  }
  std::ranges::transform(problems, std::back_inserter(pack.problems), to_lesson_problem);
}

std::string path_attribute(const lessons::Image& image) {
  // Text has its quotation marks escaped, so this is found in elements alone.
  std::string attribute = " data-path=\"";
  lessons::append_escaped(attribute, image.path);
  return attribute += '"';
}

// The lesson as it was parsed before, where its text is the same and no picture was withheld from it.
const lessons::Lesson* parsed_before(const Pack* before, std::string_view file, std::string_view text) {
  if (before == nullptr) return nullptr;
  const auto found = std::ranges::find(before->lessons, file, &lessons::LessonEntry::file);
  if (found == before->lessons.end() || found->lesson.revision != lessons::revision_of(text)) return nullptr;
  const bool whole = std::ranges::all_of(
      found->lesson.images, [&](const lessons::Image& image) { return found->lesson.html.contains(path_attribute(image)); });
  return whole ? &found->lesson : nullptr;
}

// The lesson as its author wrote it, for another registry to fill in.
void restore_front_matter(const Pack& before, lessons::LessonEntry& entry) {
  const auto found = std::ranges::find(before.lessons, entry.file, &lessons::LessonEntry::file);
  if (found->written) entry.lesson.front_matter = *found->written;
}

Result<void> load_lessons(const lessons::Files& files, const Pack* before, Pack& pack) {
  const Result<std::vector<std::string>> names = lessons::find_lesson_files(files, "");
  if (!names) return std::unexpected(names.error());
  for (const std::string& name : *names) {
    const auto report = [&](const Error& error) {
      pack.problems.push_back({name, 0, lessons::Severity::kError, "lesson-unreadable", error.message});
    };
    const Result<std::string> text = files.read(name, lessons::kLessonLimit);
    if (!text) {
      report(text.error());
      continue;
    }
    if (const lessons::Lesson* same = parsed_before(before, name, *text)) {
      pack.lessons.push_back({name, *same});
      restore_front_matter(*before, pack.lessons.back());
      continue;
    }
    Result<lessons::Lesson> lesson = lessons::parse_lesson(name, *text);
    if (!lesson) {
      report(lesson.error());
      continue;
    }
    pack.lessons.push_back({name, std::move(*lesson)});
  }
  std::vector<std::string> order;
  for (const commands::LessonManifest& lesson : pack.manifest.lessons) {
    order.push_back(lesson.file);
    order.push_back(std::string(kLessonsFolder) + lesson.file);
  }
  pack.registry = lessons::find_registry(files, *names, pack.problems);
  pack.registry_facts = lessons::apply_registry(pack.registry, pack.lessons, pack.problems);
  lessons::sort_entries(pack.lessons, order, pack.registry, pack.registry_facts);
  return {};
}

lessons::LintInput lint_input(const lessons::Files& files, const Pack& pack) {
  lessons::LintInput input;
  input.lessons = pack.lessons;
  input.files = &files;
  for (const lessons::LessonEntry& entry : pack.lessons) {
    const commands::LessonManifest* manifest = manifest_of(pack, entry);
    if (manifest == nullptr) continue;
    lessons::ManifestFacts facts;
    facts.file = entry.file;
    for (const commands::StepSpec& step : manifest->steps) {
      facts.step_ids.push_back(step.id);
      if (!step.heading.empty()) facts.anchors.push_back(step.heading);
    }
    for (const commands::PhaseSpec& phase : manifest->phases) {
      if (!phase.heading.empty()) facts.anchors.push_back(phase.heading);
    }
    input.manifest.push_back(std::move(facts));
  }
  return input;
}

// The page loads a picture by its path and would follow a symbolic link out of the pack: what can't be read beneath the pack
// loses its path and is shown as its alternative text.
void withhold_images(const lessons::Files& files, lessons::Lesson& lesson) {
  for (const lessons::Image& image : lesson.images) {
    if (files.size(image.path)) continue;
    const std::string attribute = path_attribute(image);
    for (std::size_t at = 0; (at = lesson.html.find(attribute, at)) != std::string::npos;) lesson.html.erase(at, attribute.size());
  }
}

// Another pack may declare the command, so it is no error.
void report_unknown_completions(Pack& pack) {
  for (const auto& [file, facts] : pack.registry_facts) {
    for (const std::string& command : facts.completed_by) {
      if (std::ranges::any_of(pack.manifest.commands, [&](const auto& declared) { return declared.id == command; })) continue;
      pack.problems.push_back({pack.registry.file, facts.line, lessons::Severity::kWarning, "unknown-command",
                               fmt::format("`{}` would complete {}, and the manifest doesn't declare it.", command, file)});
    }
  }
}

// A lesson that the manifest orders and that isn't there.
void report_missing_lessons(Pack& pack) {
  for (const commands::LessonManifest& lesson : pack.manifest.lessons) {
    const bool found = std::ranges::any_of(pack.lessons, [&](const auto& entry) { return manifest_of(pack, entry) == &lesson; });
    if (!found) {
      pack.problems.push_back(
          {std::string(kManifestFile), 0, lessons::Severity::kError, "missing-lesson",
           fmt::format("The manifest names the lesson '{}', which isn't in the pack or can't be read.", lesson.file)});
    }
  }
}

}  // namespace

Result<Pack> load_pack(const std::filesystem::path& folder, const Pack* before, const Draft* draft) {
  std::error_code failure;
  Pack pack;
  pack.root = std::filesystem::canonical(folder, failure);
  if (failure)
    return fail(ErrorKind::kNotFound, fmt::format("There is no lesson pack at {}: {}.", folder.string(), failure.message()));
  const Result<lessons::PackFiles> on_disk = lessons::PackFiles::open(pack.root);
  if (!on_disk) return std::unexpected(on_disk.error());
  const Draft none;
  const Draft& open = draft != nullptr ? *draft : none;
  const lessons::OverlayFiles files(*on_disk, open.texts, open.folders);

  pack.info = {pack.root.filename().string(), pack.root.filename().string(), "0"};
  load_manifest(files, pack);
  if (Result<void> loaded = load_lessons(files, before, pack); !loaded) return std::unexpected(loaded.error());
  report_missing_lessons(pack);
  report_unknown_completions(pack);
  if (pack.lessons.empty() && pack.manifest.commands.empty()) {
    pack.problems.push_back({std::string(kManifestFile), 0, lessons::Severity::kError, "empty-pack",
                             "The folder holds neither a lesson nor a command."});
  }
  const std::vector<lessons::Problem> found = lessons::lint(lint_input(files, pack));
  pack.problems.insert(pack.problems.end(), found.begin(), found.end());
  for (lessons::LessonEntry& entry : pack.lessons) withhold_images(files, entry.lesson);
  return pack;
}

std::vector<std::filesystem::path> folders_of(const Pack& pack) {
  constexpr std::size_t kMostFolders = 500;
  constexpr int kDeepest = 8;
  namespace fs = std::filesystem;
  std::vector<fs::path> folders = {pack.root};
  std::error_code failure;
  fs::recursive_directory_iterator at(pack.root, fs::directory_options::skip_permission_denied, failure);
  for (; !failure && at != fs::recursive_directory_iterator() && folders.size() < kMostFolders; at.increment(failure)) {
    std::error_code ignored;
    if (!at->is_directory(ignored) || at->is_symlink(ignored)) continue;
    const std::string name = at->path().filename().string();
    if (name.starts_with('.') || at.depth() >= kDeepest) {
      at.disable_recursion_pending();
    } else {
      folders.push_back(at->path());
    }
  }
  return folders;
}

const commands::LessonManifest* manifest_of(const Pack& pack, const lessons::LessonEntry& entry) {
  const auto found = std::ranges::find_if(pack.manifest.lessons, [&](const commands::LessonManifest& lesson) {
    return lesson.file == entry.file || std::string(kLessonsFolder) + lesson.file == entry.file;
  });
  return found == pack.manifest.lessons.end() ? nullptr : &*found;
}

std::vector<std::filesystem::path> find_packs(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (std::filesystem::exists(folder / kManifestFile, ignored)) return {folder};
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (std::filesystem::exists(entry.path() / kManifestFile, ignored)) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

std::string revision_of(const Pack& pack, const lessons::LessonEntry& entry) {
  std::string revision = entry.lesson.revision;
  for (const std::string* part : {&pack.manifest_revision, &pack.registry.revision}) {
    if (!part->empty()) revision += '-' + *part;
  }
  return revision;
}

}  // namespace tt::packs
