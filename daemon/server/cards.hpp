// The cards of this machine with the jobs that hold them, for as long as somebody looks at them.
#pragma once

#include "base/async.hpp"
#include "client.hpp"
#include "daemon.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {

// One look, on the pool, after the one that is under way. Every look feeds the history.
asio::awaitable<devices::Inventory> look_at_cards(Daemon& daemon);

// A look for a client that asked. A card that one of our jobs leases says so, whoever of the job's processes has it open.
// For the next minute the cards are watched: every two seconds, less often while there is none or one is out of reach, and the
// client hears of what changed. A client that wants to go on hearing asks again.
asio::awaitable<protocol::DeviceListResult> read_cards(Daemon& daemon, Client& client);

// Tells a client that ever asked how the cards are now.
asio::awaitable<void> tell_cards(Daemon& daemon, Client& client);

}  // namespace tt::server
