#include "references.hpp"

#include <algorithm>

#include "cursor.hpp"

namespace tt::authoring {
namespace {

const lessons::Heading* find_heading(const lessons::Lesson* lesson, std::string_view anchor) {
  if (lesson == nullptr) return nullptr;
  const auto found = std::ranges::find(lesson->headings, anchor, &lessons::Heading::anchor);
  return found == lesson->headings.end() ? nullptr : &*found;
}

std::string own_path(const Knowledge& knowledge) { return knowledge.packs.front().root + "/" + knowledge.file; }

struct Search {
  const Document& document;
  const Knowledge& knowledge;
  Cursor cursor;
  Reference out;

  std::string word() const { return std::string(document.text.substr(out.word.begin, out.word.end - out.word.begin)); }

  bool lesson(const std::string& name) {
    out.lesson = find_lesson(knowledge, name.ends_with(".md") ? lessons::file_stem(name) : name);
    return out.lesson.has_value();
  }

  bool anchor(const std::string& name, const std::string& of) {
    if (!of.empty() && !lesson(of)) return false;
    out.heading = find_heading(of.empty() ? document.lesson : &out.lesson->entry->lesson, name);
    return out.heading != nullptr;
  }

  bool argument() {
    const CommandDestination& link = *cursor.destination;
    const std::string id(document.text.substr(link.command.begin, link.command.end - link.command.begin));
    const std::string value = link.arguments.substr(cursor.slot.begin, cursor.slot.end - cursor.slot.begin);
    if (opens_lesson(id)) {
      if (cursor.slot.position == 0) return lesson(value);
      const ArgumentText given = scan_arguments(link.arguments);
      return cursor.slot.position == 1 && !given.tokens.empty() && anchor(value, given.tokens.front().text);
    }
    const commands::DeclaredCommand* command = knowledge.commands->find(id);
    if (command == nullptr) return false;
    const std::vector<commands::ParameterSpec>& parameters = command->spec.parameters;
    const auto named = std::ranges::find(parameters, cursor.slot.key, &commands::ParameterSpec::name);
    if (named != parameters.end()) out.parameter = &*named;
    if (cursor.slot.key.empty() && cursor.slot.position < parameters.size()) out.parameter = &parameters[cursor.slot.position];
    return out.parameter != nullptr;
  }

  bool step() {
    if (knowledge.manifest == nullptr) return false;
    const auto found = std::ranges::find(knowledge.manifest->steps, word(), &commands::StepSpec::id);
    if (found != knowledge.manifest->steps.end()) out.step = &*found;
    return out.step != nullptr;
  }

  bool find() {
    out.word = cursor.word;
    switch (cursor.kind) {
      case CursorKind::kNone:
      case CursorKind::kFrontMatterValue: return false;
      case CursorKind::kFrontMatterKey: return (out.key = lessons::find_front_matter_key(word())) != nullptr;
      case CursorKind::kCommand: return (out.command = knowledge.commands->find(word())) != nullptr;
      case CursorKind::kArgument: return argument();
      case CursorKind::kAnchor: return anchor(word(), cursor.lesson);
      case CursorKind::kLesson: return word().ends_with(".md") && lesson(word());
      case CursorKind::kStep: return step();
    }
    return false;
  }
};

}  // namespace

std::optional<Reference> reference_at(const Document& document, std::size_t offset, const Knowledge& knowledge) {
  Search search{document, knowledge, cursor_at(TextPlaces(document.text), offset), {}};
  return search.find() ? std::optional(search.out) : std::nullopt;
}

std::optional<Target> target_of(const Reference& reference, const Knowledge& knowledge) {
  if (reference.command != nullptr) return Target{reference.command->pack_root + "/pack.yaml", reference.command->spec.line};
  if (reference.step != nullptr) return Target{knowledge.packs.front().root + "/pack.yaml", reference.step->line};
  if (reference.lesson) {
    return Target{reference.lesson->pack->root + "/" + reference.lesson->entry->file,
                  reference.heading != nullptr ? reference.heading->line : 0};
  }
  if (reference.heading != nullptr) return Target{own_path(knowledge), reference.heading->line};
  return std::nullopt;
}

std::vector<DocumentLink> document_links(const Document& document, const Knowledge& knowledge) {
  std::vector<DocumentLink> links;
  if (document.lesson == nullptr) return links;
  for (const lessons::CommandLink& link : document.lesson->links) {
    const std::string_view written = document.text.substr(link.span.begin, link.span.end - link.span.begin);
    // Of a link by path the last part counts, of one by arguments the innermost word.
    if (link.span.empty() || !opens_lesson(link.command)) continue;
    const std::size_t inside = written.starts_with("command:") ? written.find_last_not_of("]\"") : written.size();
    const auto reference = reference_at(document, link.span.begin + std::min(inside, written.size()), knowledge);
    const auto target = reference && reference->lesson ? target_of(*reference, knowledge) : std::nullopt;
    if (target) links.push_back({link.span, *target, reference->lesson->entry->lesson.front_matter.title});
  }
  for (const lessons::AnchorLink& link : document.lesson->anchor_links) {
    const lessons::Heading* heading = find_heading(document.lesson, link.anchor);
    if (heading != nullptr && !link.span.empty()) links.push_back({link.span, {own_path(knowledge), heading->line}, heading->text});
  }
  for (const lessons::Image& image : document.lesson->images) {
    if (!image.span.empty()) links.push_back({image.span, {knowledge.packs.front().root + "/" + image.path, 0}, image.alt});
  }
  std::ranges::sort(links, {}, [](const DocumentLink& link) { return link.span.begin; });
  return links;
}

}  // namespace tt::authoring
