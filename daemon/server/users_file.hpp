// A file of the user's own, at a place that they picked.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace tt::server {

// Writes it whole: through links, and with the permissions that it has. kInvalidArgument for what is there and is no file (a
// folder, a device), kNotFound where its folder isn't there, kIo. Blocks.
Result<void> write_users_file(const std::filesystem::path& path, std::string_view text);

}  // namespace tt::server
