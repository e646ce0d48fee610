// The environment of a job: what is inherited, what is left out, and what may never be shown.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tt::launch {

using Variables = std::vector<std::pair<std::string, std::string>>;

// Of the first variable of that name; empty where there is none.
std::string value_of(const Variables& variables, std::string_view name);

// This process's environment.
Variables current_environment();

// `inherited` without what belongs to the editor (VSCODE_*, ELECTRON_*, NODE_OPTIONS and the like) or to the daemon
// (TT_BRINGUP_*), then `added` over it. TERM and PYTHONUNBUFFERED are set where `added` doesn't: a log is read as it grows.
Variables job_environment(const Variables& inherited, const Variables& added);

// What a job in the tt-metal checkout `tt_metal` needs (tt-metal, read in 2026): TT_METAL_HOME, PYTHONPATH, and, where they are
// there, LD_LIBRARY_PATH with the built libraries before the inherited ones, VIRTUAL_ENV and PYTHON_ENV_DIR. Reads the disk.
Variables tt_metal_environment(const std::string& tt_metal, const Variables& inherited);

// Adds those of `more` that `variables` doesn't have, or has as an empty text.
void add_missing(Variables& variables, const Variables& more);

// The names among `variables` whose values have to be kept out of logs (jobdir/redact.hpp says which).
std::vector<std::string> secret_names(const Variables& variables);

}  // namespace tt::launch
