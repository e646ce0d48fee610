// The difference between two texts, as Git shows it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::repos {

// A unified diff of a file called `name`, three lines of context around each change; empty where the texts are the same. kIo where
// libgit2 can't.
Result<std::string> diff(std::string_view name, std::string_view before, std::string_view after);

}  // namespace tt::repos
