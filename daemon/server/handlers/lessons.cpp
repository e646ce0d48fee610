// tenstorrent/lesson/*
#include <fmt/format.h>

#include <algorithm>

#include "base/uri.hpp"
#include "commands/arguments.hpp"
#include "handlers.hpp"
#include "server/completion.hpp"
#include "server/convert.hpp"
#include "server/execute.hpp"
#include "server/lesson_filter.hpp"
#include "server/lesson_hardware.hpp"
#include "server/lesson_place.hpp"
#include "server/lesson_view.hpp"
#include "server/progress.hpp"

namespace tt::server {
namespace {

Result<LessonRef> require_lesson(const Library& library, const std::string& id) {
  if (const std::optional<LessonRef> lesson = find_lesson(library, id)) return *lesson;
  return fail(ErrorKind::kNotFound, fmt::format("No loaded lesson pack has the lesson '{}'.", id));
}

Result<LessonRef> resolve(const Library& library, const protocol::LessonGetParams& params) {
  if (params.id.has_value() == params.uri.has_value()) {
    return fail(ErrorKind::kInvalidArgument, "Exactly one of `id` and `uri` names a lesson.");
  }
  if (params.id) return require_lesson(library, *params.id);
  const Result<std::filesystem::path> path = uri::to_path(*params.uri);
  if (!path) return std::unexpected(path.error());
  if (const std::optional<LessonRef> lesson = find_lesson_by_path(library, *path)) return *lesson;
  return fail(ErrorKind::kNotFound, fmt::format("{} is not a lesson of a loaded pack.", path->string()));
}

asio::awaitable<Result<protocol::LessonListResult>> list(Daemon& daemon, protocol::LessonListParams params) {
  co_await daemon.packs_loaded();
  KeptSteps kept = co_await kept_steps(daemon);
  const std::shared_ptr<const Library> library = daemon.library;
  std::vector<LessonRef> all;
  for (const packs::Pack& pack : library->packs) {
    for (const lessons::LessonEntry& entry : pack.lessons) all.push_back({&pack, &entry, packs::manifest_of(pack, entry)});
  }
  const StepFacts facts = co_await look_at_steps(daemon, std::move(all));
  protocol::LessonListResult result;
  for (const packs::Pack& pack : library->packs) {
    protocol::Pack out{pack.info.id, pack.info.title, pack.info.version, uri::from_path(pack.root), {}, categories_of(pack), {}};
    for (const lessons::LessonEntry& entry : pack.lessons) {
      const LessonRef lesson{&pack, &entry, packs::manifest_of(pack, entry)};
      protocol::LessonSummary summary = summary_of(lesson);
      const std::vector<store::StepRecord>& records = kept[{pack.info.id, entry.lesson.front_matter.id}];
      summary.steps = steps_of(daemon, lesson, records, facts);
      summary.completion = completion_of(lesson, records);
      summary.progress = progress_of(summary.steps, summary.completion);
      out.lessons.push_back(std::move(summary));
    }
    std::ranges::transform(pack.problems, std::back_inserter(out.problems), [](const auto& problem) { return to_wire(problem); });
    result.packs.push_back(std::move(out));
  }
  result.facets = facets_of(result.packs);
  if (params.filter) {
    result.shown.emplace();
    for (const protocol::Pack& pack : result.packs) {
      for (const protocol::LessonSummary& lesson : pack.lessons) {
        if (passes(*params.filter, lesson)) result.shown->push_back(lesson.id);
      }
    }
  }
  co_return result;
}

asio::awaitable<Result<protocol::Lesson>> get(Daemon& daemon, protocol::LessonGetParams params) {
  co_await daemon.packs_loaded();
  const std::shared_ptr<const Library> library = daemon.library;
  const Result<LessonRef> lesson = resolve(*library, params);
  if (!lesson) co_return std::unexpected(lesson.error());
  protocol::Lesson view = lesson_view(*lesson, library->commands);
  LessonState state = co_await state_of_lesson(daemon, *lesson);
  view.summary.steps = std::move(state.steps);
  view.summary.completion = std::move(state.completion);
  view.summary.progress = state.progress;
  view.hardware = hardware_of(lesson->entry->lesson.front_matter, co_await hardware_here(daemon));
  co_return view;
}

// The wish that a link, a block or a step stands for.
Result<Wish> wish_of(const Library& library, const protocol::LessonFollowParams& params) {
  const Result<LessonRef> lesson = require_lesson(library, params.lesson);
  if (!lesson) return std::unexpected(lesson.error());
  if (params.link.has_value() + params.block.has_value() + params.step.has_value() != 1) {
    return fail(ErrorKind::kInvalidArgument, "Exactly one of `link`, `block` and `step` says what to do.");
  }
  if (!params.step && params.revision != packs::revision_of(*lesson->pack, *lesson->entry)) {
    return fail(ErrorKind::kConflict, fmt::format("The lesson {} has changed.", params.lesson), "Open the lesson again.");
  }
  if (params.link) return wish_of_link(*lesson, library.commands, *params.link);
  return wish_of_step(*lesson, params.block ? step_of_block(*lesson, *params.block) : *params.step);
}

asio::awaitable<Result<protocol::CommandOutcome>> follow(Daemon& daemon, Client& client, protocol::LessonFollowParams params) {
  co_await daemon.packs_loaded();
  Result<Wish> wish = wish_of(*daemon.library, params);
  if (!wish) co_return std::unexpected(wish.error());
  co_return co_await execute(daemon, client, std::move(*wish));
}

asio::awaitable<Result<protocol::Step>> set(Daemon& daemon, Client& client, protocol::LessonSetStepParams params) {
  co_await daemon.packs_loaded();
  const std::shared_ptr<const Library> library = daemon.library;
  const Result<LessonRef> lesson = require_lesson(*library, params.lesson);
  if (!lesson) co_return std::unexpected(lesson.error());
  Result<protocol::Step> step = co_await set_step(daemon, *lesson, params.step, params.done);
  if (step) co_await tell_steps(daemon, client, lesson->entry->lesson.front_matter.id);
  co_return step;
}

}  // namespace

void bind_lessons(Binder& binder, Daemon& daemon, Client& client) {
  binder.on_request<protocol::LessonList>([&daemon](protocol::LessonListParams params) { return list(daemon, std::move(params)); });
  binder.on_request<protocol::LessonGet>([&daemon](protocol::LessonGetParams params) { return get(daemon, std::move(params)); });
  binder.on_request<protocol::LessonFollow>(
      [&daemon, &client](protocol::LessonFollowParams params) { return follow(daemon, client, std::move(params)); });
  binder.on_request<protocol::LessonSetStep>(
      [&daemon, &client](protocol::LessonSetStepParams params) { return set(daemon, client, std::move(params)); });
}

}  // namespace tt::server
