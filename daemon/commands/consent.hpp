// Names what the user agreed to run, so that a yes holds for exactly that.
#pragma once

#include <string>

#include "expand.hpp"

namespace tt::commands {

// The whole of what would run, as one text in which every field is preceded by its length: two different invocations
// never give the same key. It is a value to compare and to store, not a digest: a digest that could be forged would
// turn a yes to one command into a yes to another. Title, gate and estimate don't count: they run nothing.
std::string consent_key(const PackInfo& pack, const Invocation& invocation);

}  // namespace tt::commands
