// Opens a lesson's page in the editor.
#include <fmt/format.h>

#include "actions.hpp"
#include "base/uri.hpp"
#include "server/library.hpp"

namespace tt::server {

asio::awaitable<Result<protocol::CommandOutcome>> open_lesson(ActionContext context) {
  const std::shared_ptr<const Library> library = context.daemon.library;
  std::string name = context.arguments.text("lesson");
  std::optional<LessonRef> lesson = find_lesson(*library, name);
  if (!lesson) co_return fail(ErrorKind::kNotFound, fmt::format("No loaded lesson pack has the lesson '{}'.", name));
  protocol::ShowLessonParams params{lesson->entry->lesson.front_matter.id, {}};
  if (std::string anchor = context.arguments.text("anchor"); !anchor.empty()) params.anchor = std::move(anchor);
  const std::string file = uri::from_path(lesson->pack->root / lesson->entry->file);
  const Result<void> shown = co_await context.client.show_lesson(std::move(params), file);
  if (!shown) co_return std::unexpected(shown.error());
  co_return protocol::CommandOutcome{};
}

}  // namespace tt::server
