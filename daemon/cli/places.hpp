// Where this installation and this user keep things.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "server/daemon.hpp"

namespace tt::cli {

// The state folder (TT_BRINGUP_STATE, else XDG), the supervisor and the module of Git beside this program, the bundled packs
// (TT_BRINGUP_PACKS, else `walkthroughs` one or two folders above this program), the system root (TT_BRINGUP_SYSROOT, else /), and
// the home folder. kNotFound with what to set where one can't be found.
Result<server::Places> find_places();

// The folder of the bundled packs alone. Errors as find_places().
Result<std::filesystem::path> find_bundled_packs();

}  // namespace tt::cli
