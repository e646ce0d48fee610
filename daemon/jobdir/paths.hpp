// Where jobs live on disk, and that the folders there are the user's own and nobody else's.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::jobdir {

namespace fs = std::filesystem;

// The variables that decide where the state folder is. An empty value counts as unset (XDG base directory specification);
// so does a relative XDG_STATE_HOME.
struct StateEnvironment {
  std::optional<std::string> override_folder;  // TT_BRINGUP_STATE: the folder itself, absolute
  std::optional<std::string> xdg_state_home;   // XDG_STATE_HOME
  std::optional<std::string> home;             // HOME
};

// What this process was started with.
StateEnvironment state_environment();

// $TT_BRINGUP_STATE, else $XDG_STATE_HOME/tt-bringup/v1, else ~/.local/state/tt-bringup/v1, where ~ is $HOME or, with HOME
// unset, the home of the password database. Touches no file. kInvalidArgument for a relative override, kNotFound where the
// user has no home at all.
Result<fs::path> resolve_state_root(const StateEnvironment& environment);

// Creates the state root, `jobs` and `devices` below it, each checked as in make_private_folder(). Idempotent.
Result<void> prepare_state_root(const fs::path& root);

// Creates `folder` with mode 0700 (missing parents with 0700 too) where it doesn't exist, and refuses one that isn't a
// folder, belongs to another user, or lets group or others write. An own folder that group or others may read is narrowed
// to 0700. kIo with a remedy.
Result<void> make_private_folder(const fs::path& folder);

// Opens a folder for use as an anchor, with the checks of make_private_folder(), following no symlink at its last part.
Result<Fd> open_private_folder(const fs::path& folder);

// jobs/<id>. `id` must be a ULID.
fs::path job_folder(const fs::path& root, std::string_view id);

// Creates jobs/<id>. kConflict where it exists.
Result<fs::path> create_job_folder(const fs::path& root, std::string_view id);

// devices/<name>, created. kInvalidArgument for a name that isn't 1 to 64 of [A-Za-z0-9._:-] or begins with a dot.
Result<fs::path> device_folder(const fs::path& root, std::string_view name);

// The names of a job's files below its folder.
inline constexpr std::string_view kSpecFile = "spec.json";
inline constexpr std::string_view kLockFile = "lock";
inline constexpr std::string_view kRunFile = "run";
inline constexpr std::string_view kLogFile = "out.log";
inline constexpr std::string_view kIndexFile = "out.idx";
inline constexpr std::string_view kGapFile = "out.gap";
inline constexpr std::string_view kPinFile = "pinned";  // there: the job is kept whatever its age and size
inline constexpr std::string_view kExitFile = "exit";
inline constexpr std::string_view kControlFile = "ctl";

}  // namespace tt::jobdir
