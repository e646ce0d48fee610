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

// The actions below make a text of a model's config.json, which the user chooses (argument `config`). A text is shown, or written
// into the file of the argument `report`. Errors as ask_config() and deliver().

// What the model is, what it takes in DRAM, where it fits and what to change.
asio::awaitable<Result<protocol::CommandOutcome>> inspect_model(ActionContext context);

// The models of the tt-metal checkout, ranked by how much of their code it can share. kPrerequisite without a checkout.
asio::awaitable<Result<protocol::CommandOutcome>> find_nearest_model(ActionContext context);

// The ceiling of decode on a card (argument `card`) and the tiers under it: the issue's own number (argument `maximum`) where there
// is one, and an estimate. Arguments `precision` and `context` (tokens in the cache).
asio::awaitable<Result<protocol::CommandOutcome>> theoretical_maximum(ActionContext context);

// Test skeletons into the model's folder in the checkout (argument `folder`), with the reference and the layers that they stand on
// where those aren't there yet. kUnsupported for a model whose layers the templates don't know, kPrerequisite without a checkout.
asio::awaitable<Result<protocol::CommandOutcome>> write_module_tests(ActionContext context);
asio::awaitable<Result<protocol::CommandOutcome>> write_decoder_test(ActionContext context);
asio::awaitable<Result<protocol::CommandOutcome>> write_prefill_test(ActionContext context);

// Sets the precision of layers (arguments `layers`, `settings`) in a decoder configuration (argument `file`), and checks one.
asio::awaitable<Result<protocol::CommandOutcome>> set_decoder_precision(ActionContext context);
asio::awaitable<Result<protocol::CommandOutcome>> check_decoder_precision(ActionContext context);

// Texts of a submission about a model (argument `model`), filled in from the jobs that ran it: a number without a run stays open.
// The entries of CI for one machine (argument `sku`); a README (argument `file`, and `maximum` for the share); the comment that
// asks for an issue (argument `issue`) and the description of a pull request, both to the clipboard.
asio::awaitable<Result<protocol::CommandOutcome>> write_ci_entry(ActionContext context);
asio::awaitable<Result<protocol::CommandOutcome>> write_readme(ActionContext context);
asio::awaitable<Result<protocol::CommandOutcome>> copy_claim(ActionContext context);
asio::awaitable<Result<protocol::CommandOutcome>> copy_pull_request(ActionContext context);

}  // namespace tt::server
