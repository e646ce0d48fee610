// Where a lesson stands among the others: its category, and the lessons before and after it.
#pragma once

#include <optional>
#include <vector>

#include "library.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {

// The categories that the lessons of a pack name, in the order in which they are met. Titles and descriptions are the registry's.
std::vector<protocol::LessonCategory> categories_of(const packs::Pack& pack);

// The pack, then the category where the lesson has one.
std::vector<protocol::Crumb> breadcrumb_of(const LessonRef& lesson);

// The lesson that the registry names, else the one beside it in the pack's order. Nothing where the registry says that there is
// none, and at the pack's ends.
std::optional<protocol::LessonLink> previous_of(const LessonRef& lesson);
std::optional<protocol::LessonLink> next_of(const LessonRef& lesson);

}  // namespace tt::server
