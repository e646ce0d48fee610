// A few lines about what a word stands for.
#pragma once

#include <string>

#include "references.hpp"

namespace tt::authoring {

// Markdown. The texts of packs and lessons in it are escaped: they can't make a link.
std::string describe(const Reference& reference);

// A command's parameters and what it runs, as plain text.
std::string describe_plainly(const commands::CommandSpec& command);

}  // namespace tt::authoring
