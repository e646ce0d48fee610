// From a card to the job that would reset it.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "launch.hpp"

namespace tt::launch {

// `tt-smi -r` for the card `index` of context.inventory, and for the other nodes of its board; without an index for the only
// board that there is. The preview names who holds it. kInvalidArgument where it isn't said which of several, kNotFound where
// there is no such card, kConflict where a device broker hands out the cards of this machine (`system_root`/run/
// tt-device-broker/broker.sock), kPrerequisite without tt-smi. Reads the disk: call it on a pool thread. It doesn't know of our
// own jobs: who calls it refuses a card that one of them holds.
Result<Prepared> prepare_reset(std::optional<std::uint32_t> index, const Context& context,
                               const std::filesystem::path& system_root);

}  // namespace tt::launch
