// What can be done to Git repositories, and how the daemon gets at it: a module that is loaded when it is first needed.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "clone.hpp"
#include "diff.hpp"
#include "state.hpp"

namespace tt::repos {

// The module's functions; each is documented where it is declared.
struct Git {
  Result<CloneOutcome> (*clone)(const CloneRequest& request, const CloneCallbacks& callbacks);
  Result<RepoState> (*state)(const std::filesystem::path& path);
  Result<Head> (*read_head)(const std::filesystem::path& path);
  Result<std::string> (*diff)(std::string_view name, std::string_view before, std::string_view after);
};

// Loads the module tt-bringup-git.so at `module` and the libraries that it brings along, some 20 ms the first time: call it on a
// pool thread. It stays loaded until the process ends. kPrerequisite where the file isn't there or doesn't fit this daemon.
Result<const Git*> load_git(const std::filesystem::path& module);

// The one symbol that the module shows, a function that returns its `Git`.
inline constexpr char kGitSymbol[] = "tt_bringup_git";

}  // namespace tt::repos
