#include "knowledge.hpp"

#include <algorithm>

namespace tt::authoring {
namespace {

constexpr std::string_view kShowLessonCommand = "tenstorrent.showLesson";  // its older name

}  // namespace

std::optional<FoundLesson> find_lesson(const Knowledge& knowledge, std::string_view name) {
  for (const KnownPack& pack : knowledge.packs) {
    if (const auto index = lessons::find_lesson(pack.lessons, name)) return FoundLesson{&pack, &pack.lessons[*index]};
  }
  return std::nullopt;
}

std::vector<std::string> command_ids(const Knowledge& knowledge) {
  std::vector<std::string> ids;
  if (knowledge.commands == nullptr) return ids;
  for (const commands::DeclaredCommand& command : knowledge.commands->all()) ids.push_back(command.spec.id);
  return ids;
}

std::vector<std::string> lesson_ids(const Knowledge& knowledge) {
  std::vector<std::string> ids;
  for (const KnownPack& pack : knowledge.packs) {
    for (const lessons::LessonEntry& entry : pack.lessons) ids.push_back(entry.lesson.front_matter.id);
  }
  return ids;
}

std::vector<std::string> anchors_of(const lessons::Lesson& lesson) {
  std::vector<std::string> anchors;
  for (const lessons::Heading& heading : lesson.headings) anchors.push_back(heading.anchor);
  return anchors;
}

std::vector<std::string> step_ids(const Knowledge& knowledge) {
  std::vector<std::string> ids;
  if (knowledge.manifest == nullptr) return ids;
  for (const commands::StepSpec& step : knowledge.manifest->steps) ids.push_back(step.id);
  return ids;
}

bool opens_lesson(std::string_view command) { return command == lessons::kOpenLessonCommand || command == kShowLessonCommand; }

}  // namespace tt::authoring
