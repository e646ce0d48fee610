// The environment of a job: what is inherited, what is left out, and what may never be shown.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tt::launch {

using Variables = std::vector<std::pair<std::string, std::string>>;

// This process's environment.
Variables current_environment();

// `inherited` without what belongs to the editor (VSCODE_*, ELECTRON_*, NODE_OPTIONS and the like) or to the daemon
// (TT_BRINGUP_*), then `added` over it. TERM and PYTHONUNBUFFERED are set where `added` doesn't: a log is read as it grows.
Variables job_environment(const Variables& inherited, const Variables& added);

// The names among `variables` whose values have to be kept out of logs (jobdir/redact.hpp says which).
std::vector<std::string> secret_names(const Variables& variables);

}  // namespace tt::launch
