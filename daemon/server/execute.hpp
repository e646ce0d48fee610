// Runs a declared command, wherever the wish came from: checks it, shows it, asks, starts it, and keeps what it proves.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/async.hpp"
#include "base/result.hpp"
#include "commands/arguments.hpp"
#include "commands/table.hpp"
#include "commands/value.hpp"
#include "daemon.hpp"
#include "jobs/record.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {

// A wish to run a command.
struct Wish {
  std::string command;
  commands::GivenArguments arguments;
  std::string lesson, step;  // the step that it counts for; empty: none that is known yet
  std::optional<std::uint16_t> columns, rows;
  bool from_lesson = false;                // its arguments are a lesson's words, not the user's
  std::optional<std::string> device = {};  // the cards it needs, instead of those that the command declares
};

// Asks the user whether this may run. The editor's dialog, or a question on the terminal.
using Ask = std::function<asio::awaitable<Result<bool>>(launch::Preview)>;

// The job that a wish amounts to, without running anything. kNotFound for a command that no pack declares,
// kInvalidArgument for an action, which isn't a job, else as launch::prepare_command().
asio::awaitable<Result<launch::Prepared>> prepare(Daemon& daemon, Wish wish);

// Asks unless the user agreed to exactly this before, and starts. kUntrusted, kDeclined, else as JobTable::start().
asio::awaitable<Result<jobs::JobRecord>> start_job(Daemon& daemon, launch::Prepared prepared, Ask ask);

// A job or an action. Of a job the outcome comes when it has started.
asio::awaitable<Result<protocol::CommandOutcome>> execute(Daemon& daemon, Client& client, Wish wish);

// Tells the client how the steps of a lesson stand now.
asio::awaitable<void> tell_steps(Daemon& daemon, Client& client, std::string lesson);

}  // namespace tt::server
