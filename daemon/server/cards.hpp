// The cards of this machine with the jobs that hold them.
#pragma once

#include "base/async.hpp"
#include "daemon.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {

// Read afresh, on the pool. A card that one of our jobs leases says so, whoever of the job's processes has it open.
asio::awaitable<protocol::DeviceListResult> read_cards(Daemon& daemon);

}  // namespace tt::server
