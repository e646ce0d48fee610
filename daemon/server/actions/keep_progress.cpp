// Writes how far the user got into a file, takes it over from one, and begins anew.
#include <fmt/format.h>

#include "actions.hpp"
#include "base/files.hpp"
#include "base/uri.hpp"
#include "server/execute.hpp"
#include "server/progress.hpp"
#include "server/progress_file.hpp"
#include "server/users_file.hpp"

namespace tt::server {
namespace {

Result<std::shared_ptr<store::Store>> require_store(const Daemon& daemon) {
  if (daemon.store) return daemon.store;
  return fail(ErrorKind::kIo, "There is no database to keep progress in.");
}

asio::awaitable<Result<std::optional<std::filesystem::path>>> pick(ActionContext& context, protocol::PickKind kind,
                                                                   std::string title, std::string action) {
  Daemon& daemon = context.daemon;
  const std::string folder = daemon.workspace.empty() ? daemon.places.home : daemon.workspace;
  co_return co_await context.client.pick_path(
      {kind, std::move(title), std::move(action), uri::from_path(folder + "/tt-bringup-progress.json")});
}

// Of all lessons that are loaded: any of them may have changed.
asio::awaitable<void> tell_all(Daemon& daemon, Client& client) {
  const std::shared_ptr<const Library> library = daemon.library;
  for (const packs::Pack& pack : library->packs) {
    for (const lessons::LessonEntry& entry : pack.lessons) co_await tell_steps(daemon, client, entry.lesson.front_matter.id);
  }
}

std::size_t count(const KeptSteps& kept) {
  std::size_t steps = 0;
  for (const auto& [lesson, records] : kept) steps += records.size();
  return steps;
}

protocol::CommandOutcome said(std::string message) {
  protocol::CommandOutcome outcome;
  outcome.message = std::move(message);
  return outcome;
}

// How many steps the file knew better, by being newer.
Result<std::size_t> take_over(store::Store& store, const KeptSteps& found) {
  std::size_t taken = 0;
  Result<std::map<store::LessonKey, std::vector<store::StepRecord>>> kept = store.all_steps();
  if (!kept) return std::unexpected(kept.error());
  for (const auto& [lesson, records] : found) {
    const std::vector<store::StepRecord>& before = (*kept)[lesson];
    for (const store::StepRecord& record : records) {
      const auto same = std::ranges::find(before, record.step, &store::StepRecord::step);
      if (!replaces(record, same == before.end() ? std::nullopt : std::optional(*same))) continue;
      if (Result<void> put = store.put_step(lesson.first, lesson.second, record); !put) return std::unexpected(put.error());
      ++taken;
    }
  }
  return taken;
}

Result<std::size_t> forget(store::Store& store, const std::string& only_lesson) {
  std::size_t forgotten = 0;
  const auto kept = store.all_steps();
  if (!kept) return std::unexpected(kept.error());
  for (const auto& [lesson, records] : *kept) {
    if (!only_lesson.empty() && lesson.second != only_lesson) continue;
    for (const store::StepRecord& record : records) {
      if (Result<void> gone = store.clear_step(lesson.first, lesson.second, record.step); !gone)
        return std::unexpected(gone.error());
      ++forgotten;
    }
  }
  return forgotten;
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> export_progress(ActionContext context) {
  Daemon& daemon = context.daemon;
  const KeptSteps kept = co_await kept_steps(daemon);
  auto file = co_await pick(context, protocol::PickKind::kSaveFile, "Write progress into a file", "Export");
  if (!file) co_return std::unexpected(file.error());
  if (!*file) co_return said("Nothing was written.");
  const Result<void> written =
      co_await offload(daemon.pool, [path = **file, text = format_progress(kept)] { return write_users_file(path, text); });
  if (!written) co_return std::unexpected(written.error());
  co_return said(fmt::format("{} steps are in {}.", count(kept), (*file)->string()));
}

asio::awaitable<Result<protocol::CommandOutcome>> import_progress(ActionContext context) {
  Daemon& daemon = context.daemon;
  auto file = co_await pick(context, protocol::PickKind::kOpenFile, "Take progress over from a file", "Import");
  if (!file) co_return std::unexpected(file.error());
  if (!*file) co_return said("Nothing was changed.");
  const Result<std::string> text = co_await offload(daemon.pool, [path = **file] { return read_file(path, kMaxProgressFile); });
  if (!text) co_return std::unexpected(text.error());
  const Result<KeptSteps> found = parse_progress(*text);
  if (!found) co_return std::unexpected(found.error());
  co_await daemon.store_opened();
  const auto store = require_store(daemon);
  if (!store) co_return std::unexpected(store.error());
  const Result<std::size_t> taken =
      co_await offload(daemon.store_pool, [store = *store, steps = *found] { return take_over(*store, steps); });
  if (!taken) co_return std::unexpected(taken.error());
  co_await tell_all(daemon, context.client);
  co_return said(fmt::format("{} of {} steps were taken over; what is here is newer than the others.", *taken, count(*found)));
}

asio::awaitable<Result<protocol::CommandOutcome>> reset_progress(ActionContext context) {
  Daemon& daemon = context.daemon;
  const std::string lesson = context.arguments.text("lesson");
  const Result<bool> agreed = co_await context.client.agree(
      {lesson.empty() ? "Forget the progress of every lesson?" : fmt::format("Forget the progress of the lesson {}?", lesson),
       "Steps that are proved by a check stay as the check says. Jobs and their logs stay, too. This can't be taken back; \"Export "
       "progress\" keeps a copy.",
       "Forget"});
  if (!agreed) co_return std::unexpected(agreed.error());
  if (!*agreed) co_return fail(ErrorKind::kDeclined, "Nothing was changed.");
  co_await daemon.store_opened();
  const auto store = require_store(daemon);
  if (!store) co_return std::unexpected(store.error());
  const Result<std::size_t> forgotten =
      co_await offload(daemon.store_pool, [store = *store, lesson] { return forget(*store, lesson); });
  if (!forgotten) co_return std::unexpected(forgotten.error());
  co_await tell_all(daemon, context.client);
  co_return said(fmt::format("{} steps are to be done again.", *forgotten));
}

}  // namespace tt::server
