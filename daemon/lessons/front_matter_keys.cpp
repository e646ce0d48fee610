#include "front_matter_keys.hpp"

#include <algorithm>

namespace tt::lessons {
namespace {

constexpr auto kKeys = std::to_array<FrontMatterKey>({
    {"id", KeyKind::kText, "The lesson's id, by which links and progress name it. No two lessons share one.", true},
    {"title", KeyKind::kText, "The lesson's title, for lists and the page.", true},
    {"description", KeyKind::kText, "What the lesson is about, in a sentence or two."},
    {"category", KeyKind::kText, "Groups lessons in lists."},
    {"subcategory", KeyKind::kText, "Groups the lessons of a category."},
    {"tags", KeyKind::kList, "Words by which a lesson is found."},
    {"supportedHardware", KeyKind::kHardware, "The hardware that the lesson is written for."},
    {"status", KeyKind::kStatus, "draft, validated, or blocked; a blocked lesson says why in blockReason."},
    {"blockReason", KeyKind::kText, "Why the lesson can't be done at present, where its status is blocked."},
    {"estimatedMinutes", KeyKind::kMinutes, "How long the lesson takes: a whole number of minutes, 1 to 100000."},
    {"validatedOn", KeyKind::kHardware, "The hardware that the lesson was tried on. It may be empty."},
    {"validationDate", KeyKind::kDate, "The day on which it was tried, as 2026-04-16, without quotation marks."},
    {"validationNotes", KeyKind::kText, "What was seen when it was tried."},
    {"note", KeyKind::kText, "A remark for readers."},
    {"minTTMetalVersion", KeyKind::kText, "The oldest version of tt-metal that the lesson works with, such as v0.65.1."},
    {"recommended_metal_version", KeyKind::kText, "The version of tt-metal that the lesson was written for."},
    {"prerequisites", KeyKind::kList, "What a reader should have done before."},
    {"icon", KeyKind::kText, "A picture's name for lists."},
    {"expandByDefault", KeyKind::kAny, "Whether a list shows what is below the lesson at once."},
    {"playground", KeyKind::kAny, "Kept as it is written."},
});

}  // namespace

std::span<const FrontMatterKey> front_matter_keys() { return kKeys; }

const FrontMatterKey* find_front_matter_key(std::string_view name) {
  const auto found = std::ranges::find(kKeys, name, &FrontMatterKey::name);
  return found == kKeys.end() ? nullptr : &*found;
}

}  // namespace tt::lessons
