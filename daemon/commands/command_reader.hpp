// Reads the manifest's `commands`.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "fields.hpp"
#include "manifest.hpp"
#include "yaml.hpp"

namespace tt::commands {

// The commands without an error, in order; what is wrong with the others goes to `problems`.
std::vector<CommandSpec> read_commands(std::span<const Yaml> nodes, Problems& problems);

// ^tenstorrent\.[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$ and at most 100 bytes.
bool is_command_id(std::string_view id);

// A scalar of the manifest as an argument: text for strings and paths, else what it looks like.
Value argument_value(const ParameterSpec& parameter, const Yaml& scalar);

}  // namespace tt::commands
