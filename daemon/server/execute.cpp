#include "execute.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "actions/actions.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "convert.hpp"
#include "progress.hpp"

namespace tt::server {
namespace {

Result<const commands::DeclaredCommand*> find_command(const Library& library, const std::string& id) {
  if (const commands::DeclaredCommand* command = library.commands.find(id)) return command;
  log::info("'{}' is not a command of any loaded pack; nothing was run", id);
  return fail(ErrorKind::kNotFound, fmt::format("No lesson pack declares the command '{}'.", id),
              "It is not available here; nothing was run.");
}

// A command that was run from elsewhere counts for the first step that runs it with the same arguments.
void find_its_step(const Library& library, const commands::DeclaredCommand& command, const commands::Arguments& arguments,
                   Wish& wish) {
  for (const packs::Pack& pack : library.packs) {
    if (pack.info.id != command.pack.id) continue;
    for (const lessons::LessonEntry& entry : pack.lessons) {
      const commands::LessonManifest* manifest = packs::manifest_of(pack, entry);
      if (manifest == nullptr) continue;
      for (const commands::StepSpec& step : manifest->steps) {
        if (step.command != command.spec.id) continue;
        const Result<commands::Arguments> wanted = commands::check_arguments(command.spec, step.arguments);
        if (!wanted || wanted->values != arguments.values) continue;
        wish.lesson = entry.lesson.front_matter.id;
        wish.step = step.id;
        return;
      }
    }
  }
}

asio::awaitable<Result<bool>> has_consent(Daemon& daemon, std::string key) {
  if (key.empty()) co_return true;
  co_await daemon.store_opened();
  if (!daemon.store) co_return false;
  co_return co_await offload(daemon.store_pool, [store = daemon.store, key] { return store->has_consent(key); });
}

asio::awaitable<void> keep_consent(Daemon& daemon, std::string key) {
  if (!daemon.store) co_return;
  const std::int64_t now = clock::wall_ms();
  const Result<void> kept =
      co_await offload(daemon.store_pool, [store = daemon.store, key, now] { return store->add_consent(key, now); });
  if (!kept) log::warning("that the command may run can't be remembered: {}", kept.error().message);
}

asio::awaitable<Result<protocol::CommandOutcome>> run_action(Daemon& daemon, Client& client,
                                                             const commands::DeclaredCommand& command,
                                                             commands::Arguments arguments, Wish wish) {
  const Action* action = find_action(command.spec.action);
  if (action == nullptr) {
    co_return fail(ErrorKind::kNotFound,
                   fmt::format("This version has no action '{}', which {} asks for.", command.spec.action, command.spec.id));
  }
  Result<protocol::CommandOutcome> outcome = co_await (*action)(ActionContext{daemon, client, command, std::move(arguments)});
  if (!outcome || wish.lesson.empty() || wish.step.empty()) co_return outcome;
  const std::shared_ptr<const Library> library = daemon.library;
  if (const std::optional<LessonRef> lesson = find_lesson(*library, wish.lesson)) {
    const Result<void> kept = co_await record_action(daemon, *lesson, wish.step);
    if (!kept) log::error("that step {} is done can't be kept: {}", wish.step, kept.error().message);
    co_await tell_steps(daemon, client, wish.lesson);
  }
  co_return outcome;
}

}  // namespace

asio::awaitable<Result<launch::Prepared>> prepare(Daemon& daemon, Wish wish) {
  const std::shared_ptr<const Library> library = daemon.library;
  const Result<const commands::DeclaredCommand*> command = find_command(*library, wish.command);
  if (!command) co_return std::unexpected(command.error());
  const Result<commands::Arguments> arguments = commands::check_arguments((*command)->spec, wish.arguments);
  if (!arguments) co_return std::unexpected(arguments.error());
  if (wish.step.empty()) find_its_step(*library, **command, *arguments, wish);

  const launch::Context context = co_await launch_context(daemon);
  Result<launch::Prepared> prepared =
      co_await offload(daemon.pool, [library, declared = *command, arguments = *arguments, context] {
        return launch::prepare_command(*declared, arguments, context);
      });
  if (!prepared) co_return prepared;
  prepared->request.lesson = wish.lesson;
  prepared->request.step = wish.step;
  if (wish.columns) prepared->request.columns = *wish.columns;
  if (wish.rows) prepared->request.rows = *wish.rows;
  co_return prepared;
}

asio::awaitable<Result<jobs::JobRecord>> start_job(Daemon& daemon, launch::Prepared prepared, Ask ask) {
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  const Result<bool> known = co_await has_consent(daemon, prepared.consent_key);
  if (!known) log::warning("what may run without asking can't be read: {}", known.error().message);
  if (!known.value_or(false)) {
    const Result<bool> agreed = co_await ask(prepared.preview);
    if (!agreed) co_return std::unexpected(agreed.error());
    if (!*agreed) co_return fail(ErrorKind::kDeclined, "Nothing was run.");
    // Trust may have been taken back while the question was open.
    if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
    co_await keep_consent(daemon, prepared.consent_key);
  }
  co_return co_await daemon.jobs.start(std::move(prepared.request));
}

asio::awaitable<Result<protocol::CommandOutcome>> execute(Daemon& daemon, Client& client, Wish wish) {
  const std::shared_ptr<const Library> library = daemon.library;
  const Result<const commands::DeclaredCommand*> command = find_command(*library, wish.command);
  if (!command) co_return std::unexpected(command.error());
  Result<commands::Arguments> arguments = commands::check_arguments((*command)->spec, wish.arguments);
  if (!arguments) co_return std::unexpected(arguments.error());
  if (wish.step.empty()) find_its_step(*library, **command, *arguments, wish);
  if ((*command)->spec.kind == commands::CommandKind::kAction) {
    co_return co_await run_action(daemon, client, **command, std::move(*arguments), std::move(wish));
  }
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  Result<launch::Prepared> prepared = co_await prepare(daemon, wish);
  if (!prepared) co_return std::unexpected(prepared.error());
  const Ask ask = [&client](launch::Preview preview) { return client.confirm(std::move(preview)); };
  const Result<jobs::JobRecord> job = co_await start_job(daemon, std::move(*prepared), ask);
  if (!job) co_return std::unexpected(job.error());
  if (!job->lesson.empty()) co_await tell_steps(daemon, client, job->lesson);
  protocol::CommandOutcome outcome;
  outcome.job = to_wire(*job);
  co_return outcome;
}

asio::awaitable<void> tell_steps(Daemon& daemon, Client& client, std::string lesson) {
  const std::shared_ptr<const Library> library = daemon.library;
  const std::optional<LessonRef> found = find_lesson(*library, lesson);
  if (!found) co_return;
  client.notify<protocol::LessonDidChange>({lesson, false, co_await steps_of(daemon, *found)});
}

}  // namespace tt::server
