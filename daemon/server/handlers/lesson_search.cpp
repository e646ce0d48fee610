// tenstorrent/lesson/search
#include <fmt/format.h>

#include "handlers.hpp"

namespace tt::server {
namespace {

constexpr std::size_t kMostBytes = 1000;
constexpr std::uint32_t kMostMatches = 1000;

std::vector<store::SearchLesson> lessons_of(const Library& library) {
  std::vector<store::SearchLesson> lessons;
  for (const packs::Pack& pack : library.packs) {
    for (const lessons::LessonEntry& entry : pack.lessons) {
      store::SearchLesson lesson{entry.lesson.front_matter.id, entry.lesson.front_matter.title, entry.lesson.revision, {}};
      for (const lessons::Section& section : entry.lesson.sections) {
        lesson.sections.push_back({section.anchor, section.heading, section.text});
      }
      lessons.push_back(std::move(lesson));
    }
  }
  return lessons;
}

struct Found {
  Result<std::vector<store::SearchHit>> hits;
  std::shared_ptr<store::LessonSearch> index;
};

// Brings the index up to date first where the packs have changed since. Blocks.
Found find(std::shared_ptr<store::LessonSearch> index, const Library* to_take, std::string_view text, std::size_t limit) {
  if (!index) {
    Result<store::LessonSearch> opened = store::LessonSearch::open();
    if (!opened) return {std::unexpected(opened.error()), nullptr};
    index = std::make_shared<store::LessonSearch>(std::move(*opened));
  }
  if (to_take != nullptr) {
    if (Result<void> taken = index->take(lessons_of(*to_take)); !taken) return {std::unexpected(taken.error()), nullptr};
  }
  return {index->find(text, limit), index};
}

protocol::LessonMatch to_wire(store::SearchHit hit, const Library& library) {
  protocol::LessonMatch match;
  if (const std::optional<LessonRef> lesson = find_lesson(library, hit.lesson))
    match.title = lesson->entry->lesson.front_matter.title;
  match.lesson = std::move(hit.lesson);
  if (!hit.anchor.empty()) match.anchor = std::move(hit.anchor);
  if (!hit.heading.empty()) match.heading = std::move(hit.heading);
  match.excerpt = std::move(hit.excerpt);
  return match;
}

asio::awaitable<Result<protocol::LessonSearchResult>> search(Daemon& daemon, protocol::LessonSearchParams params) {
  if (params.text.size() > kMostBytes) {
    co_return fail(ErrorKind::kInvalidArgument, fmt::format("`text` has at most {} bytes.", kMostBytes));
  }
  const std::uint32_t limit = params.limit.value_or(50);
  if (limit < 1 || limit > kMostMatches) {
    co_return fail(ErrorKind::kInvalidArgument, fmt::format("`limit` goes from 1 to {}.", kMostMatches));
  }
  co_await daemon.packs_loaded();
  LessonFinder& finder = daemon.finder;
  while (finder.busy) co_await finder.idle.wait_for(std::chrono::seconds(1));
  finder.busy = true;
  struct Leave {
    LessonFinder& finder;
    ~Leave() {
      finder.busy = false;
      finder.idle.notify_all();
    }
  } leave{finder};
  const std::shared_ptr<const Library> library = daemon.library;
  Found found = co_await offload(daemon.pool, [index = finder.index, library, known = finder.of == library, text = params.text,
                                               limit] { return find(index, known ? nullptr : library.get(), text, limit); });
  finder.index = std::move(found.index);
  finder.of = finder.index ? library : nullptr;
  if (!found.hits) co_return std::unexpected(found.hits.error());
  protocol::LessonSearchResult result;
  for (store::SearchHit& hit : *found.hits) result.matches.push_back(to_wire(std::move(hit), *library));
  co_return result;
}

}  // namespace

void bind_lesson_search(Binder& binder, Daemon& daemon) {
  binder.on_request<protocol::LessonSearch>(
      [&daemon](protocol::LessonSearchParams params) { return search(daemon, std::move(params)); });
}

}  // namespace tt::server
