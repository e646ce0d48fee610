// Whether a lesson pack that didn't come with the program may run anything.
#pragma once

#include "client.hpp"
#include "daemon.hpp"

namespace tt::server {

// Whether the pack at this folder came with the program.
bool is_bundled(const Daemon& daemon, const std::filesystem::path& pack);

// Asks the user about the pack at this folder, once for each pack and what it is at: its commit where it was cloned, else its
// manifest's text. kDeclined where the user says no, kUnsupported where the client can't ask, kUntrusted in a workspace that isn't
// trusted.
asio::awaitable<Result<void>> require_pack_trust(Daemon& daemon, Client& client, std::string pack_root);

}  // namespace tt::server
