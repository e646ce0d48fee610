#include "lesson_filter.hpp"

#include <algorithm>

namespace tt::server {
namespace {

template <class Value>
bool fits(const std::optional<std::vector<Value>>& wanted, std::span<const Value> has) {
  if (!wanted || wanted->empty()) return true;
  return std::ranges::any_of(has, [&](const Value& value) { return std::ranges::find(*wanted, value) != wanted->end(); });
}

void count(std::vector<protocol::LessonFacet>& facets, const std::string& value) {
  const auto found = std::ranges::find(facets, value, &protocol::LessonFacet::value);
  if (found == facets.end()) {
    facets.push_back({value, 1});
  } else {
    ++found->count;
  }
}

}  // namespace

bool passes(const protocol::LessonFilter& filter, const protocol::LessonSummary& lesson) {
  return (lesson.supportedHardware.empty() || fits<std::string>(filter.hardware, lesson.supportedHardware)) &&
         fits<std::string>(filter.status, std::span(&lesson.status, 1)) && fits<std::string>(filter.tags, lesson.tags) &&
         fits<protocol::LessonProgress>(filter.progress, std::span(&lesson.progress, 1));
}

protocol::LessonFacets facets_of(std::span<const protocol::Pack> packs) {
  protocol::LessonFacets out;
  out.progress = {{"todo", 0}, {"started", 0}, {"done", 0}};
  for (const protocol::Pack& pack : packs) {
    for (const protocol::LessonSummary& lesson : pack.lessons) {
      for (const std::string& kind : lesson.supportedHardware) count(out.hardware, kind);
      if (!lesson.status.empty()) count(out.status, lesson.status);
      for (const std::string& tag : lesson.tags) count(out.tags, tag);
      ++out.progress[static_cast<std::size_t>(lesson.progress)].count;
    }
  }
  return out;
}

}  // namespace tt::server
