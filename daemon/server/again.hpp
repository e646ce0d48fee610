// An earlier job, to be run anew: with what it ran before, or with other arguments.
#pragma once

#include <optional>
#include <string>

#include "base/async.hpp"
#include "base/result.hpp"
#include "daemon.hpp"
#include "launch/launch.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {

// Without `argv`, or with the same as before, the command or file of the job as it is today, with the arguments of then; it
// counts for the same step. With other arguments it is a run of its own, about which the user is asked: no command, no step
// and no gate. `device` is the cards it needs instead of those of then. kNotFound for an unknown job, and where its command is
// no longer declared; kPrerequisite where a secret that it needed was never written down.
asio::awaitable<Result<launch::Prepared>> prepare_again(Daemon& daemon, protocol::JobAgain again,
                                                        std::optional<std::string> device);

}  // namespace tt::server
