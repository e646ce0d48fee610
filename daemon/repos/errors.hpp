// What libgit2 says went wrong, as an error that names the cause and what to do.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace tt::repos {

// For the error that the last call of this thread left behind; `code` is what it returned. `what` and `on` begin the sentence:
// "Cloning" "https://...".
std::unexpected<Error> fail_git(int code, std::string_view what, std::string_view on);

}  // namespace tt::repos
