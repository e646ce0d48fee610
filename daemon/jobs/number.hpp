// Numbers for jobs, counted up from 1 by all daemons on one state folder together.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"

namespace tt::jobs {

// The next number, greater than `floor` and than every number given out before, by whichever process. Blocks for the time
// that another caller needs for the same. kIo where <state_root>/number can't be read and written.
Result<std::uint32_t> next_number(const std::filesystem::path& state_root, std::uint32_t floor);

}  // namespace tt::jobs
