#include "execute.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "actions/actions.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "completion.hpp"
#include "convert.hpp"
#include "keep_jobs.hpp"
#include "pack_trust.hpp"
#include "progress.hpp"

namespace tt::server {
namespace {

Result<const commands::DeclaredCommand*> find_command(const Library& library, const std::string& id) {
  if (const commands::DeclaredCommand* command = library.commands.find(id)) return command;
  log::info("'{}' is not a command of any loaded pack; nothing was run", id);
  return fail(ErrorKind::kNotFound, fmt::format("No lesson pack declares the command '{}'.", id),
              "It is not available here; nothing was run.");
}

// A wish that was checked: what it names is declared, its arguments fit, and it knows the step that it counts for.
struct Resolved {
  std::shared_ptr<const Library> library;  // keeps `command` alive
  const commands::DeclaredCommand* command;
  commands::Arguments arguments;
  Wish wish;
};

// A command that was run from elsewhere counts for the first step that runs it with the same arguments.
void find_its_step(const Library& library, const commands::DeclaredCommand& command, const commands::Arguments& arguments,
                   Wish& wish) {
  for (const packs::Pack& pack : library.packs) {
    if (pack.info.id != command.pack.id) continue;
    for (const lessons::LessonEntry& entry : pack.lessons) {
      const LessonRef lesson{&pack, &entry, packs::manifest_of(pack, entry)};
      const commands::StepSpec* step = find_step_that_runs(lesson, command.spec, arguments);
      if (step == nullptr) continue;
      wish.lesson = entry.lesson.front_matter.id;
      wish.step = step->id;
      return;
    }
  }
}

Result<Resolved> resolve(std::shared_ptr<const Library> library, Wish wish) {
  const Result<const commands::DeclaredCommand*> command = find_command(*library, wish.command);
  if (!command) return std::unexpected(command.error());
  Result<commands::Arguments> arguments = commands::check_arguments((*command)->spec, wish.arguments);
  if (!arguments) return std::unexpected(arguments.error());
  if (wish.step.empty()) find_its_step(*library, **command, *arguments, wish);
  return Resolved{std::move(library), *command, std::move(*arguments), std::move(wish)};
}

asio::awaitable<Result<launch::Prepared>> prepare_resolved(Daemon& daemon, Resolved resolved) {
  const launch::Context context = co_await launch_context(daemon);
  Result<launch::Prepared> prepared = co_await offload(daemon.pool, [resolved, context] {
    return launch::prepare_command(*resolved.command, resolved.arguments, context, resolved.wish.device);
  });
  if (!prepared) co_return prepared;
  const Wish& wish = resolved.wish;
  prepared->request.lesson = wish.lesson;
  prepared->request.step = wish.step;
  if (wish.columns) prepared->request.columns = *wish.columns;
  if (wish.rows) prepared->request.rows = *wish.rows;
  co_return prepared;
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

asio::awaitable<Result<protocol::CommandOutcome>> run_action(Daemon& daemon, Client& client, Resolved resolved) {
  const commands::DeclaredCommand& command = *resolved.command;
  const Wish& wish = resolved.wish;
  const Action* action = find_action(command.spec.action);
  if (action == nullptr) {
    co_return fail(ErrorKind::kNotFound,
                   fmt::format("This version has no action '{}', which {} asks for.", command.spec.action, command.spec.id));
  }
  Success success{command.spec.id, {}, {}};
  for (const auto& [name, value] : resolved.arguments.values) success.arguments.emplace_back(name, commands::to_text(value));
  Result<protocol::CommandOutcome> outcome =
      co_await (*action)(ActionContext{daemon, client, command, std::move(resolved.arguments), wish.from_lesson});
  if (!outcome) co_return outcome;
  for (const std::string& completed : co_await complete_lessons(daemon, std::move(success))) {
    co_await tell_steps(daemon, client, completed);
  }
  if (wish.lesson.empty() || wish.step.empty()) co_return outcome;
  // The library as it is now: the step may be gone, and nothing is kept of it then.
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
  Result<Resolved> resolved = resolve(daemon.library, std::move(wish));
  if (!resolved) co_return std::unexpected(resolved.error());
  co_return co_await prepare_resolved(daemon, std::move(*resolved));
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
    // The key is the whole of what runs. A secret in it never reaches the disk: such a run is asked about each time.
    if (!prepared.holds_secret) co_await keep_consent(daemon, prepared.consent_key);
  }
  prepared.request.log_limit = log_limit(daemon.settings);
  co_return co_await daemon.jobs.start(std::move(prepared.request));
}

asio::awaitable<Result<protocol::CommandOutcome>> execute(Daemon& daemon, Client& client, Wish wish) {
  Result<Resolved> resolved = resolve(daemon.library, std::move(wish));
  if (!resolved) co_return std::unexpected(resolved.error());
  // What a stranger's pack asks for is shown and not done, not even by an action of ours: what the user pastes next must not be its
  // text where nobody trusts it.
  if (Result<void> trusted = co_await require_pack_trust(daemon, client, resolved->command->pack_root); !trusted) {
    co_return std::unexpected(trusted.error());
  }
  if (resolved->command->spec.kind == commands::CommandKind::kAction) {
    co_return co_await run_action(daemon, client, std::move(*resolved));
  }
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  Result<launch::Prepared> prepared = co_await prepare_resolved(daemon, std::move(*resolved));
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
  LessonState state = co_await state_of_lesson(daemon, *found);
  client.notify<protocol::LessonDidChange>({lesson, false, std::move(state.steps), state.progress, std::move(state.completion)});
}

}  // namespace tt::server
