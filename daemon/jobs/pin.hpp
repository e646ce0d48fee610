// The mark in a job's folder that keeps the job whatever its age and size, and how other daemons hear of it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::jobs {

bool is_pinned(const std::filesystem::path& folder);

// The lock under which a mark is set and a folder is taken away, so that no pinned job goes: held as long as the descriptor is
// open. Waits for whoever has it, which is for a moment. kIo. Blocks: for the pool.
Result<Fd> lock_keeping(const std::filesystem::path& state_root);

// Sets or takes away the mark of the job `id`, and leaves word in the folder of all jobs, which every daemon watches.
// Idempotent. kNotFound where the job is gone, kIo. Blocks: for the pool.
Result<void> set_pin(const std::filesystem::path& state_root, const std::string& id, bool pinned);

// The id of the job that a name in the folder of all jobs tells a change of; nothing where it is another kind of name.
std::optional<std::string> told_by(std::string_view name);

}  // namespace tt::jobs
