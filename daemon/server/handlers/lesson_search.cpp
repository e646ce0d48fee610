// tenstorrent/lesson/search
#include "server/lesson_search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "handlers.hpp"

namespace tt::server {
namespace {

constexpr std::uint32_t kMostHits = 200;
constexpr std::size_t kLongestText = 1000;

protocol::LessonHitKind to_wire(search::Place place) {
  switch (place) {
    case search::Place::kTitle: return protocol::LessonHitKind::kTitle;
    case search::Place::kText: return protocol::LessonHitKind::kText;
    case search::Place::kCode: return protocol::LessonHitKind::kCode;
  }
  return protocol::LessonHitKind::kText;
}

protocol::LessonHit to_wire(search::Hit hit, const Library& library) {
  protocol::LessonHit out;
  if (const std::optional<LessonRef> lesson = find_lesson(library, hit.key)) out.title = lesson->entry->lesson.front_matter.title;
  out.lesson = std::move(hit.key);
  out.kind = to_wire(hit.place);
  // The lesson's beginning has no heading but its title.
  if (!hit.anchor.empty()) {
    out.heading = std::move(hit.heading);
    out.anchor = std::move(hit.anchor);
  }
  out.excerpt = std::move(hit.excerpt.text);
  for (const search::Range& match : hit.excerpt.matches) out.matches.push_back({match.start, match.end});
  return out;
}

asio::awaitable<Result<protocol::LessonSearchResult>> search_lessons(std::shared_ptr<LessonSearch> search,
                                                                     protocol::LessonSearchParams params) {
  const std::uint32_t limit = params.limit.value_or(50);
  if (limit < 1 || limit > kMostHits) {
    co_return fail(ErrorKind::kInvalidArgument, fmt::format("`limit` goes from 1 to {}.", kMostHits));
  }
  if (params.text.size() > kLongestText) {
    co_return fail(ErrorKind::kInvalidArgument, fmt::format("`text` has at most {} bytes.", kLongestText));
  }
  Result<LessonAnswer> found = co_await search->find(std::move(params.text), limit);
  if (!found) co_return std::unexpected(found.error());
  protocol::LessonSearchResult result;
  result.complete = found->answer.complete;
  for (search::Hit& hit : found->answer.hits) result.hits.push_back(to_wire(std::move(hit), *found->library));
  co_return result;
}

}  // namespace

void bind_lesson_search(Binder& binder, Daemon& daemon) {
  binder.on_request<protocol::LessonSearch>([search = std::make_shared<LessonSearch>(daemon)](protocol::LessonSearchParams params) {
    return search_lessons(search, std::move(params));
  });
}

}  // namespace tt::server
