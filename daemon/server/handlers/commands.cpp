// tenstorrent/command/list and workspace/executeCommand
#include "handlers.hpp"
#include "server/convert.hpp"
#include "server/execute.hpp"

namespace tt::server {
namespace {

asio::awaitable<Result<protocol::CommandListResult>> list(Daemon& daemon) {
  co_await daemon.packs_loaded();
  protocol::CommandListResult result;
  for (const commands::DeclaredCommand& command : daemon.library->commands.all()) result.commands.push_back(to_wire(command));
  co_return result;
}

asio::awaitable<Result<protocol::CommandOutcome>> run(Daemon& daemon, Client& client, protocol::ExecuteCommandParams params) {
  co_await daemon.packs_loaded();
  Result<commands::GivenArguments> arguments = read_arguments(params.arguments.value_or(std::vector<protocol::Any>{}));
  if (!arguments) co_return std::unexpected(arguments.error());
  co_return co_await execute(daemon, client, Wish{params.command, std::move(*arguments), {}, {}, {}, {}});
}

}  // namespace

void bind_commands(Binder& binder, Daemon& daemon, Client& client) {
  binder.on_request<protocol::CommandList>([&daemon](protocol::CommandListParams) { return list(daemon); });
  binder.on_request<protocol::WorkspaceExecuteCommand>(
      [&daemon, &client](protocol::ExecuteCommandParams params) { return run(daemon, client, std::move(params)); });
}

}  // namespace tt::server
