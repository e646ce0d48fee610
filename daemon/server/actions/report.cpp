#include "report.hpp"

#include <fmt/format.h>

#include "base/uri.hpp"
#include "commands/expand.hpp"
#include "inputs.hpp"
#include "server/file_change.hpp"

namespace tt::server {
namespace {

asio::awaitable<Result<protocol::CommandOutcome>> into_file(ActionContext& context, std::filesystem::path path, std::string text) {
  const Result<Written> written = co_await write_reviewed(context.daemon, context.client, path, std::move(text));
  if (!written) co_return std::unexpected(written.error());
  if (*written == Written::kKept) co_return fail(ErrorKind::kDeclined, fmt::format("{} is kept as it is.", path.string()));
  // It is there whether or not the editor can open it.
  (void)co_await context.client.show_file(path);
  protocol::CommandOutcome outcome;
  outcome.message = fmt::format("{} is {}.", path.string(), to_string(*written));
  co_return outcome;
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> deliver(ActionContext& context, Report report) {
  Daemon& daemon = context.daemon;
  if (const std::string given = context.arguments.text("report"); !given.empty() && !context.from_lesson) {
    co_return co_await into_file(context, commands::expand_home(given, daemon.places.home), std::move(report.text));
  }
  const Result<void> shown = co_await context.client.show_text({report.title, report.language, report.text});
  if (shown) {
    protocol::CommandOutcome outcome;
    outcome.message = fmt::format("{} is open. Save it wherever you like.", report.title);
    co_return outcome;
  }
  if (shown.error().kind != ErrorKind::kUnsupported) co_return std::unexpected(shown.error());
  const std::string folder = daemon.workspace.empty() ? daemon.places.home : daemon.workspace;
  const Result<std::filesystem::path> path = co_await ask_path(
      context, "report", {protocol::PickKind::kSaveFile, report.title, "Keep here", uri::from_path(folder + "/" + report.file)});
  if (!path) co_return std::unexpected(path.error());
  co_return co_await into_file(context, *path, std::move(report.text));
}

}  // namespace tt::server
