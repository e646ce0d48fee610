// Plays a script against a daemon and says where the two part.
#pragma once

#include <optional>
#include <string>

#include "peer.hpp"
#include "script.hpp"
#include "world.hpp"

namespace tt::session {

// Nothing where everything was as written, and nothing else was said; else one sentence with the line of the script.
std::optional<std::string> play(const Script& script, Peer& peer, const World& world);

}  // namespace tt::session
