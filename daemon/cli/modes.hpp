// What the program does on a command line, one function for each mode. Each returns the process's exit code.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "check_report.hpp"
#include "server/daemon.hpp"

namespace tt::cli {

// Lints a lesson pack, or each pack in a folder of them. 0: no error; 1: at least one; 2: there is no such folder, or it can't be
// read. `bundled`: packs whose commands and lessons may be linked, too.
int check(const std::filesystem::path& folder, CheckFormat format, const std::optional<std::filesystem::path>& bundled);

// Prints a lesson file as `tenstorrent/lesson/get` would answer, as JSON. 2 where it can't be read.
int lesson(const std::filesystem::path& file);

// Checks the machine; as text or, with `json`, as `tenstorrent/machine/check` would answer. 1 where a check failed.
int doctor(const server::Places& places, bool json);

struct RunOptions {
  std::string command;
  std::vector<std::string> arguments;  // "name=value"
  bool yes = false;                    // the user agreed on the command line
};

// Runs a declared command as a job and shows its log. Ctrl+C stops the job, a second one kills it. The exit code is the
// job's own; 1 where its gate was not passed, 2 where it could not be started, 130 where it was stopped.
int run(const server::Places& places, const RunOptions& options);

}  // namespace tt::cli
