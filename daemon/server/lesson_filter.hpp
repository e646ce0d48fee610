// Which lessons a user asked for, and what there is to ask for.
#pragma once

#include <span>

#include "protocol/gen/messages.hpp"

namespace tt::server {

// Whether the lesson fits one entry of each list that isn't empty. One that names no hardware fits any.
bool passes(const protocol::LessonFilter& filter, const protocol::LessonSummary& lesson);

// The values that these lessons have.
protocol::LessonFacets facets_of(std::span<const protocol::Pack> packs);

}  // namespace tt::server
