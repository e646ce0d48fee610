// The rules for a lesson's command links, which need every pack: a single one doesn't know the others' commands.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "knowledge.hpp"
#include "lessons/problem.hpp"

namespace tt::authoring {

// A link's arguments, as text, the way they will be read when it is followed.
using ReadArguments = std::function<Result<commands::GivenArguments>(const std::string& json)>;

// unknown-command, bad-arguments (the subject is the argument's name), dangling-lesson and dangling-anchor, in the order of the
// text.
std::vector<lessons::Problem> check_links(const lessons::Lesson& lesson, const Knowledge& knowledge, const ReadArguments& read);

}  // namespace tt::authoring
