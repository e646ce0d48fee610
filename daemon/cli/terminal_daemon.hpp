// A daemon without a client, for the modes that run in a terminal.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>

#include "server/daemon.hpp"

namespace tt::cli {

// Makes a daemon, runs `task` on its loop, and returns the task's exit code. The user at the terminal is trusted.
int with_daemon(const server::Places& places, const std::function<asio::awaitable<int>(server::Daemon&)>& task);

}  // namespace tt::cli
