// A lesson's page while its text is written.
#pragma once

#include "draft_packs.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {

// Everything but the state of the steps; `draft.entry()` is there. Where the text isn't that of the loaded lesson, nothing of it
// can be run: links aren't available, blocks belong to no step, and `unsaved` is set.
protocol::Lesson lesson_preview(const DraftDocument& draft, const Library& loaded);

}  // namespace tt::server
