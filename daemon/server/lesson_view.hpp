// A lesson as the wire has it, and what its links, blocks and steps wish for.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "commands/table.hpp"
#include "execute.hpp"
#include "library.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {

// Everything but the state of the steps, how far the user got, and the machine's cards.
protocol::Lesson lesson_view(const LessonRef& lesson, const commands::CommandTable& commands);

// kNotFound for an id that the lesson doesn't have, else what is wrong with the link: an undeclared command, bad arguments.
Result<Wish> wish_of_link(const LessonRef& lesson, const commands::CommandTable& commands, std::string_view link);

// kNotFound for an unknown step, kInvalidArgument for one that has no command.
Result<Wish> wish_of_step(const LessonRef& lesson, std::string_view step);

// The step that a block belongs to; empty where there is no such block, or it belongs to none.
std::string step_of_block(const LessonRef& lesson, std::string_view block);

}  // namespace tt::server
