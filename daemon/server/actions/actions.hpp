// The commands that are built into the daemon, by the name that a manifest gives in `action`.
#pragma once

#include <functional>
#include <string_view>

#include "base/async.hpp"
#include "base/result.hpp"
#include "commands/arguments.hpp"
#include "commands/table.hpp"
#include "protocol/gen/messages.hpp"
#include "server/client.hpp"
#include "server/daemon.hpp"

namespace tt::server {

struct ActionContext {
  Daemon& daemon;
  Client& client;
  commands::DeclaredCommand command;  // a copy: the library may be swapped meanwhile
  commands::Arguments arguments;
  bool from_lesson = false;  // the arguments are a lesson's, not the user's: a path among them is passed over
};

using Action = std::function<asio::awaitable<Result<protocol::CommandOutcome>>(ActionContext)>;

// Null where there is no such action.
const Action* find_action(std::string_view name);

// Opens a lesson's page: arguments `lesson` and, optionally, `anchor`.
asio::awaitable<Result<protocol::CommandOutcome>> open_lesson(ActionContext context);

// Opens the list of open bounties on GitHub.
asio::awaitable<Result<protocol::CommandOutcome>> browse_open_bounties(ActionContext context);

// The checklist of the seven phases, from the pack's checklist.yaml: to the clipboard, and into a file of the user's choice
// (argument `file`, else asked for; where a lesson gives it, the user is asked all the same), in which every line that is there
// stays.
asio::awaitable<Result<protocol::CommandOutcome>> copy_bounty_checklist(ActionContext context);

// Checks the machine, read-only.
asio::awaitable<Result<protocol::CommandOutcome>> check_machine(ActionContext context);

// Clones tt-metal with its submodules into a folder of the user's choice (argument `folder`, else asked for; where a lesson gives
// it, the user is asked all the same), with progress; cut short it leaves nothing behind.
asio::awaitable<Result<protocol::CommandOutcome>> clone_tt_metal(ActionContext context);

// Resets a card (argument `index`, where there are several) by a job of tt-smi, after asking. kConflict where one of our jobs
// holds it, else as launch::prepare_reset().
asio::awaitable<Result<protocol::CommandOutcome>> reset_device(ActionContext context);

// Writes the progress in all lessons into a file of the user's choice, and takes it over from one: of each step the newer record
// stays.
asio::awaitable<Result<protocol::CommandOutcome>> export_progress(ActionContext context);
asio::awaitable<Result<protocol::CommandOutcome>> import_progress(ActionContext context);

// Forgets the progress in all lessons, or in one (argument `lesson`), after asking.
asio::awaitable<Result<protocol::CommandOutcome>> reset_progress(ActionContext context);

}  // namespace tt::server
