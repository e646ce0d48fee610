// The submodules of a fresh clone, fetched one after another and recursively.
#pragma once

#include <cstddef>

#include "handle.hpp"
#include "transfer.hpp"

namespace tt::repos {

// How many were fetched. One whose `update` setting is "none" is left out, as git leaves it out. kInvalidArgument where one comes
// from an address that isn't allowed, kTooLarge where they nest deeper than 8; else as clone().
Result<std::size_t> fetch_submodules(git_repository* repository, Transfer& transfer, bool allow_local);

}  // namespace tt::repos
