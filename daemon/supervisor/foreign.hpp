// Whether a program that isn't one of our jobs uses a card.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "devices/holders.hpp"

namespace tt::supervisor {

// The first program that has /dev/tenstorrent/<node> open, or its chip's lock, and belongs to no job below `state_root`. A job
// of ours may open every card of the machine to use one; what it may use says its lease. `system_root` is "/" but for tests.
std::optional<devices::Holder> foreign_holder(const std::filesystem::path& state_root, const std::filesystem::path& system_root,
                                              std::uint32_t node);

}  // namespace tt::supervisor
