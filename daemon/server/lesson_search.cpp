#include "lesson_search.hpp"

#include <set>
#include <utility>
#include <vector>

#include "lessons/sections.hpp"

namespace tt::server {
namespace {

// What the first section of a lesson says beside its text.
std::string facts_of(const lessons::FrontMatter& front) {
  std::string facts = front.description;
  for (const std::string* text : {&front.category, &front.note, &front.validation_notes}) facts += ' ' + *text;
  for (const auto* list : {&front.tags, &front.supported_hardware}) {
    for (const std::string& word : *list) facts += ' ' + word;
  }
  return facts;
}

// Its first section is the lesson itself: the facts, and the text under its title.
search::Document document_of(const LessonRef& lesson, std::string revision) {
  const lessons::FrontMatter& front = lesson.entry->lesson.front_matter;
  search::Document document{front.id, std::move(revision), front.title, {{front.title, {}, facts_of(front), {}}}};
  for (lessons::TextSection& section : lessons::sections_of(lesson.entry->lesson)) {
    if (section.level > 1 || (section.level == 1 && document.sections.size() > 1)) {
      document.sections.push_back({section.heading, section.anchor, section.text, section.code});
    } else {
      search::Section& beginning = document.sections.front();
      beginning.text += ' ' + section.text;
      beginning.code += section.code;
    }
  }
  return document;
}

// A lesson that another of the same id hides isn't found.
std::vector<LessonRef> lessons_of(const Library& library) {
  std::vector<LessonRef> lessons;
  std::set<std::string_view> ids;
  for (const packs::Pack& pack : library.packs) {
    for (const lessons::LessonEntry& entry : pack.lessons) {
      if (ids.insert(entry.lesson.front_matter.id).second) lessons.push_back({&pack, &entry, packs::manifest_of(pack, entry)});
    }
  }
  return lessons;
}

// The same text in another file is another lesson.
std::string revision_of(const LessonRef& lesson) {
  return (lesson.pack->root / lesson.entry->file).string() + '\n' + lesson.entry->lesson.front_matter.title + '\n' +
         lesson.entry->lesson.revision;
}

}  // namespace

asio::awaitable<Result<void>> LessonSearch::follow(std::shared_ptr<const Library> library) {
  std::set<std::string, std::less<>> ids;
  for (const LessonRef& lesson : lessons_of(*library)) {
    ids.insert(lesson.entry->lesson.front_matter.id);
    // One at a time, so that another search, or the end of this one, doesn't wait for all of them.
    const Result<void> put = co_await offload(*thread_, [library, lesson, index = index_]() -> Result<void> {
      std::string revision = revision_of(lesson);
      if (index->has(lesson.entry->lesson.front_matter.id, revision)) return {};
      return index->put(document_of(lesson, std::move(revision)));
    });
    if (!put) co_return put;
    // The packs changed meanwhile: what was put last has to be theirs.
    if (library != daemon_.library) co_return Result<void>{};
  }
  const Result<void> kept = co_await offload(*thread_, [ids = std::move(ids), index = index_] { return index->keep_only(ids); });
  if (kept && library == daemon_.library) followed_ = library;
  co_return kept;
}

asio::awaitable<Result<LessonAnswer>> LessonSearch::find(std::string text, std::size_t limit) {
  co_await daemon_.packs_loaded();
  if (!thread_) thread_ = std::make_unique<asio::thread_pool>(1);
  if (!index_) {
    Result<search::Index> made = search::Index::make();
    if (!made) co_return std::unexpected(made.error());
    index_ = std::make_shared<search::Index>(std::move(*made));
  }
  while (followed_ != daemon_.library) {
    if (Result<void> followed = co_await follow(daemon_.library); !followed) co_return std::unexpected(followed.error());
  }
  std::shared_ptr<const Library> library = followed_;
  Result<search::Answer> answer =
      co_await offload(*thread_, [index = index_, text = std::move(text), limit] { return index->find(text, limit); });
  if (!answer) co_return std::unexpected(answer.error());
  co_return LessonAnswer{std::move(library), std::move(*answer)};
}

}  // namespace tt::server
