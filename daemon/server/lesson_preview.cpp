#include "lesson_preview.hpp"

#include "lesson_view.hpp"

namespace tt::server {

protocol::Lesson lesson_preview(const DraftDocument& draft, const Library& loaded) {
  const packs::Pack& pack = *draft.draft->pack;
  const LessonRef lesson{&pack, draft.entry(), packs::manifest_of(pack, *draft.entry())};
  protocol::Lesson view = lesson_view(lesson, draft.draft->library->commands);
  const std::optional<LessonRef> saved = find_lesson_by_path(loaded, pack.root / draft.file);
  if (saved && packs::revision_of(*saved->pack, *saved->entry) == view.revision) return view;
  view.unsaved = true;
  for (protocol::CommandLink& link : view.links) {
    if (!link.available) continue;  // that says what is wrong with it
    link.available = false;
    link.reason =
        saved ? "Save the lesson to run this." : "The lesson's pack isn't loaded: add its folder to the setting tenstorrent.packs.";
    link.step.reset();
  }
  for (protocol::CodeBlock& block : view.blocks) block.step.reset();
  return view;
}

}  // namespace tt::server
