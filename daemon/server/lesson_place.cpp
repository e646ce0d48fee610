#include "lesson_place.hpp"

#include <algorithm>

namespace tt::server {
namespace {

protocol::LessonCategory category_of(const packs::Pack& pack, const std::string& name) {
  for (const lessons::RegistryCategory& category : pack.registry.categories) {
    if (category.id != name && category.title != name) continue;
    protocol::LessonCategory out{name, category.title, {}};
    if (!category.description.empty()) out.description = category.description;
    return out;
  }
  return {name, name, {}};
}

// `step` is -1 or 1.
std::optional<protocol::LessonLink> neighbour_of(const LessonRef& lesson,
                                                 std::optional<std::string> lessons::RegistryLesson::* named, std::ptrdiff_t step) {
  const std::vector<lessons::LessonEntry>& all = lesson.pack->lessons;
  const auto link = [](const lessons::LessonEntry& entry) {
    return protocol::LessonLink{entry.lesson.front_matter.id, entry.lesson.front_matter.title};
  };
  const auto facts = lesson.pack->registry_facts.find(lesson.entry->file);
  if (facts != lesson.pack->registry_facts.end() && facts->second.*named) {
    const std::string& name = *(facts->second.*named);
    const auto found = std::ranges::find_if(all, [&](const auto& entry) { return entry.lesson.front_matter.id == name; });
    return found == all.end() || name.empty() ? std::nullopt : std::optional(link(*found));
  }
  const std::ptrdiff_t at = std::ranges::find(all, lesson.entry->file, &lessons::LessonEntry::file) - all.begin() + step;
  return at < 0 || at >= std::ssize(all) ? std::nullopt : std::optional(link(all[static_cast<std::size_t>(at)]));
}

}  // namespace

std::vector<protocol::LessonCategory> categories_of(const packs::Pack& pack) {
  std::vector<protocol::LessonCategory> out;
  for (const lessons::LessonEntry& entry : pack.lessons) {
    const std::string& name = entry.lesson.front_matter.category;
    if (name.empty() || std::ranges::find(out, name, &protocol::LessonCategory::id) != out.end()) continue;
    out.push_back(category_of(pack, name));
  }
  return out;
}

std::vector<protocol::Crumb> breadcrumb_of(const LessonRef& lesson) {
  std::vector<protocol::Crumb> crumbs = {{protocol::CrumbKind::kPack, lesson.pack->info.id, lesson.pack->info.title}};
  const std::string& category = lesson.entry->lesson.front_matter.category;
  if (!category.empty()) {
    crumbs.push_back({protocol::CrumbKind::kCategory, category, category_of(*lesson.pack, category).title});
  }
  return crumbs;
}

std::optional<protocol::LessonLink> previous_of(const LessonRef& lesson) {
  return neighbour_of(lesson, &lessons::RegistryLesson::previous, -1);
}

std::optional<protocol::LessonLink> next_of(const LessonRef& lesson) {
  return neighbour_of(lesson, &lessons::RegistryLesson::next, 1);
}

}  // namespace tt::server
