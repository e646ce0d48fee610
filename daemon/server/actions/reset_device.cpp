// Resets a card with tt-smi, once the user has seen who holds it and agreed.
#include <fmt/format.h>

#include "actions.hpp"
#include "launch/reset.hpp"
#include "server/cards.hpp"
#include "server/convert.hpp"

namespace tt::server {
namespace {

std::optional<std::uint32_t> index_of(const commands::Arguments& arguments) {
  const commands::Value* value = arguments.find("index");
  const auto* number = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
  return number == nullptr ? std::nullopt : std::optional(static_cast<std::uint32_t>(*number));
}

// A reset takes the card from whoever has it: from our own jobs only after the user stopped them.
asio::awaitable<Result<void>> require_no_job(Daemon& daemon, std::string lease) {
  const std::optional<jobs::JobRecord> job = co_await daemon.jobs.holder_of(std::move(lease));
  if (!job) co_return Result<void>{};
  co_return fail(ErrorKind::kConflict, fmt::format("The card isn't reset: job #{} ({}) holds it.", job->number, job->title),
                 "Wait until the job has ended, or stop it.");
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> reset_device(ActionContext context) {
  Daemon& daemon = context.daemon;
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  co_await daemon.jobs_recovered();
  launch::Context launch_with = co_await launch_context(daemon);
  // As the watch sees them: a card that is being reset is still known by what it was.
  launch_with.inventory = co_await look_at_cards(daemon);
  Result<launch::Prepared> prepared =
      co_await offload(daemon.pool, [index = index_of(context.arguments), launch_with, root = daemon.places.system_root] {
        return launch::prepare_reset(index, launch_with, root);
      });
  if (!prepared) co_return std::unexpected(prepared.error());
  const std::string lease = prepared->request.choices.front().leases.front();
  if (Result<void> free = co_await require_no_job(daemon, lease); !free) co_return std::unexpected(free.error());

  const Result<bool> agreed = co_await context.client.confirm(prepared->preview);
  if (!agreed) co_return std::unexpected(agreed.error());
  if (!*agreed) co_return fail(ErrorKind::kDeclined, "Nothing was reset.");
  // Both may have changed while the question was open.
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  if (Result<void> free = co_await require_no_job(daemon, lease); !free) co_return std::unexpected(free.error());

  prepared->request.command = context.command.spec.id;
  prepared->request.pack = fmt::format("{} {}", context.command.pack.id, context.command.pack.version);
  const Result<jobs::JobRecord> job = co_await daemon.jobs.start(std::move(prepared->request));
  if (!job) co_return std::unexpected(job.error());
  protocol::CommandOutcome outcome;
  outcome.job = to_wire(*job);
  co_return outcome;
}

}  // namespace tt::server
