#include "completion.hpp"

#include <algorithm>
#include <set>

#include "cursor.hpp"
#include "hover.hpp"
#include "lessons/front_matter_keys.hpp"

namespace tt::authoring {
namespace {

constexpr std::size_t kMost = 1000;

struct Candidates {
  const Document& document;
  const Knowledge& knowledge;
  Cursor cursor;
  std::vector<Completion> out;
  std::set<std::string, std::less<>> seen;

  void add(std::string label, CompletionKind kind, std::string detail = {}, std::string documentation = {}) {
    std::string text = label;
    put(std::move(label), kind, std::move(text), std::move(detail), std::move(documentation));
  }

  void put(std::string label, CompletionKind kind, std::string text, std::string detail = {}, std::string documentation = {}) {
    if (label.empty() || out.size() >= kMost || !seen.insert(label).second) return;
    out.push_back({std::move(label), kind, std::move(detail), std::move(documentation), cursor.word, std::move(text)});
  }

  // A key already in the front matter isn't offered again, but for the one at the cursor.
  void front_matter_keys() {
    const lessons::Split split = lessons::split_front_matter(document.text);
    const std::string yaml = "\n" + std::string(split.closed ? split.yaml : document.text);
    const std::string_view own = document.text.substr(cursor.word.begin, cursor.word.end - cursor.word.begin);
    for (const lessons::FrontMatterKey& key : lessons::front_matter_keys()) {
      if (key.name != own && yaml.contains("\n" + std::string(key.name) + ":")) continue;
      const bool written = document.text.substr(cursor.word.end).starts_with(':');
      const bool list = key.kind == lessons::KeyKind::kList || key.kind == lessons::KeyKind::kHardware;
      put(std::string(key.name), CompletionKind::kKey,
          std::string(key.name) + (written ? ""
                                   : list  ? ": []"
                                           : ": "),
          {}, std::string(key.meaning));
    }
  }

  void front_matter_values() {
    const lessons::FrontMatterKey* key = lessons::find_front_matter_key(cursor.key);
    if (key == nullptr) return;
    if (key->kind == lessons::KeyKind::kStatus) {
      for (const std::string_view status : lessons::kStatuses) add(std::string(status), CompletionKind::kChoice);
    } else if (key->kind == lessons::KeyKind::kHardware) {
      for (const std::string_view name : lessons::kHardware) add(std::string(name), CompletionKind::kChoice);
    } else {
      values_used_elsewhere();
    }
  }

  void values_used_elsewhere() {
    for (const KnownPack& pack : knowledge.packs) {
      for (const lessons::LessonEntry& entry : pack.lessons) {
        const lessons::FrontMatter& front = entry.lesson.front_matter;
        if (entry.file == knowledge.file && &pack == &knowledge.packs.front()) continue;
        if (cursor.key == "tags") std::ranges::for_each(front.tags, [&](const auto& tag) { add(tag, CompletionKind::kValue); });
        if (cursor.key == "category") add(front.category, CompletionKind::kValue);
        if (cursor.key == "subcategory") add(front.subcategory, CompletionKind::kValue);
        if (cursor.key == "minTTMetalVersion") add(front.min_tt_metal_version, CompletionKind::kValue);
        if (cursor.key == "recommended_metal_version") add(front.recommended_metal_version, CompletionKind::kValue);
        if (cursor.key == "prerequisites") add(front.id, CompletionKind::kLesson, front.title);
      }
    }
  }

  void command_names() {
    for (const commands::DeclaredCommand& command : knowledge.commands->all()) {
      add(command.spec.id, CompletionKind::kCommand, command.spec.title, describe_plainly(command.spec));
    }
  }

  void anchors(const lessons::Lesson* lesson) {
    if (lesson == nullptr) return;
    for (const lessons::Heading& heading : lesson->headings) add(heading.anchor, CompletionKind::kAnchor, heading.text);
  }

  // The lesson that a path or an id names; the text's own where it is empty.
  const lessons::Lesson* lesson_named(const std::string& name) const {
    if (name.empty()) return document.lesson;
    const auto found = find_lesson(knowledge, name.ends_with(".md") ? lessons::file_stem(name) : name);
    return found ? &found->entry->lesson : nullptr;
  }

  // Only those of the text's own pack can be reached by a path.
  void lesson_files() {
    const std::string folder = knowledge.file.substr(0, knowledge.file.rfind('/') + 1);
    for (const lessons::LessonEntry& entry : knowledge.packs.front().lessons) {
      if (entry.file == knowledge.file) continue;
      const bool beside = entry.file.starts_with(folder);
      add(beside ? entry.file.substr(folder.size()) : "/" + entry.file, CompletionKind::kLesson, entry.lesson.front_matter.title);
    }
  }

  void steps() {
    if (knowledge.manifest == nullptr) return;
    for (const commands::StepSpec& step : knowledge.manifest->steps) add(step.id, CompletionKind::kStep, step.title);
  }

  // As it stands within the link: with the quotation marks and brackets that aren't there yet.
  std::string as_argument(const std::string& word, bool text) const {
    const CommandDestination& link = *cursor.destination;
    const ArgumentSlot& slot = cursor.slot;
    const bool whole = scan_arguments(link.arguments).shape == ArgumentShape::kNone;
    const std::string quote = !text ? "" : link.encoded ? "%22" : "\"";
    return (whole ? "[" : "") + (slot.opened ? "" : quote) + argument_word(word, link.encoded) + (slot.closed ? "" : quote) +
           (whole ? "]" : "");
  }

  void argument(const std::string& word, CompletionKind kind, std::string detail = {}, bool text = true) {
    put(word, kind, as_argument(word, text), std::move(detail));
  }

  void parameter_names(const commands::CommandSpec& command) {
    for (const commands::ParameterSpec& parameter : command.parameters) {
      const ArgumentText given = scan_arguments(cursor.destination->arguments);
      const bool there = std::ranges::any_of(given.tokens, [&](const ArgumentToken& token) {
        return token.is_key && token.text == parameter.name && token.position != cursor.slot.position;
      });
      if (!there) argument(parameter.name, CompletionKind::kArgument, parameter.help);
    }
  }

  void lesson_arguments() {
    if (cursor.slot.position == 0) {
      for (const KnownPack& pack : knowledge.packs) {
        for (const lessons::LessonEntry& entry : pack.lessons) {
          argument(entry.lesson.front_matter.id, CompletionKind::kLesson, entry.lesson.front_matter.title);
        }
      }
      return;
    }
    const ArgumentText given = scan_arguments(cursor.destination->arguments);
    const lessons::Lesson* lesson = given.tokens.empty() ? nullptr : lesson_named(given.tokens.front().text);
    if (lesson == nullptr || cursor.slot.position != 1) return;
    for (const lessons::Heading& heading : lesson->headings) argument(heading.anchor, CompletionKind::kAnchor, heading.text);
  }

  void arguments() {
    const CommandDestination& link = *cursor.destination;
    const std::string id(document.text.substr(link.command.begin, link.command.end - link.command.begin));
    if (opens_lesson(id)) return lesson_arguments();
    const commands::DeclaredCommand* command = knowledge.commands->find(id);
    if (command == nullptr) return;
    if (cursor.slot.is_key) return parameter_names(command->spec);
    const std::vector<commands::ParameterSpec>& parameters = command->spec.parameters;
    auto parameter = std::ranges::find(parameters, cursor.slot.key, &commands::ParameterSpec::name);
    if (cursor.slot.key.empty()) {
      parameter = cursor.slot.position < parameters.size() ? parameters.begin() + static_cast<std::ptrdiff_t>(cursor.slot.position)
                                                           : parameters.end();
    }
    if (parameter == parameters.end()) return;
    const bool text = parameter->type == commands::ParameterType::kString || parameter->type == commands::ParameterType::kPath;
    for (const std::string& choice : parameter->choices) argument(choice, CompletionKind::kChoice, parameter->help, text);
    if (parameter->type == commands::ParameterType::kBoolean) {
      argument("true", CompletionKind::kChoice, parameter->help, false);
      argument("false", CompletionKind::kChoice, parameter->help, false);
    }
    argument(commands::to_text(parameter->default_value), CompletionKind::kValue, parameter->help, text);
  }
};

}  // namespace

std::vector<Completion> complete(const Document& document, std::size_t offset, const Knowledge& knowledge) {
  Candidates found{document, knowledge, cursor_at(TextPlaces(document.text), offset), {}, {}};
  switch (found.cursor.kind) {
    case CursorKind::kNone: break;
    case CursorKind::kFrontMatterKey: found.front_matter_keys(); break;
    case CursorKind::kFrontMatterValue: found.front_matter_values(); break;
    case CursorKind::kCommand: found.command_names(); break;
    case CursorKind::kArgument: found.arguments(); break;
    case CursorKind::kAnchor: found.anchors(found.lesson_named(found.cursor.lesson)); break;
    case CursorKind::kLesson: found.lesson_files(); break;
    case CursorKind::kStep: found.steps(); break;
  }
  return std::move(found.out);
}

}  // namespace tt::authoring
