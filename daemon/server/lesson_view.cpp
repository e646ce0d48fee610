#include "lesson_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "base/uri.hpp"
#include "commands/arguments.hpp"
#include "convert.hpp"
#include "lesson_place.hpp"

namespace tt::server {
namespace {

// A link's command with its arguments checked and the step that it counts for, or why it isn't available.
Result<Wish> check_link(const LessonRef& lesson, const lessons::CommandLink& link, const commands::CommandTable& commands) {
  const commands::DeclaredCommand* command = commands.find(link.command);
  if (command == nullptr) {
    return fail(ErrorKind::kNotFound, fmt::format("Not available here: no lesson pack declares the command '{}'.", link.command));
  }
  Result<commands::GivenArguments> given = read_link_arguments(link.arguments_json);
  if (!given) return std::unexpected(given.error());
  const Result<commands::Arguments> checked = commands::check_arguments(command->spec, *given);
  if (!checked) return std::unexpected(checked.error());
  Wish wish{link.command, std::move(*given), {}, {}, {}, {}, true};
  if (const commands::StepSpec* step = find_step_that_runs(lesson, command->spec, *checked)) {
    wish.lesson = lesson.entry->lesson.front_matter.id;
    wish.step = step->id;
  }
  return wish;
}

protocol::CommandLink view_link(const LessonRef& lesson, const lessons::CommandLink& link, const commands::CommandTable& commands) {
  protocol::CommandLink out{link.id, link.label, link.command, true, {}, {}};
  const Result<Wish> wish = check_link(lesson, link, commands);
  if (!wish) {
    out.available = false;
    out.reason = wish.error().message;
  } else if (!wish->step.empty()) {
    out.step = wish->step;
  }
  return out;
}

protocol::CodeBlock view_block(const LessonRef& lesson, const lessons::CodeBlock& block) {
  protocol::CodeBlock out{block.id, block.language, block.text, {}};
  const commands::StepSpec* step = block.step.empty() ? nullptr : find_step(lesson, block.step);
  if (step != nullptr && step->command) out.step = step->id;
  return out;
}

}  // namespace

protocol::Lesson lesson_view(const LessonRef& lesson, const commands::CommandTable& commands) {
  const lessons::Lesson& text = lesson.entry->lesson;
  protocol::Lesson out;
  out.summary = summary_of(lesson);
  out.revision = packs::revision_of(*lesson.pack, *lesson.entry);
  out.root = uri::from_path(lesson.pack->root);
  out.html = text.html;
  for (const lessons::Heading& heading : text.headings) out.headings.push_back({heading.level, heading.anchor, heading.text});
  for (const lessons::CommandLink& link : text.links) out.links.push_back(view_link(lesson, link, commands));
  for (const lessons::CodeBlock& block : text.blocks) out.blocks.push_back(view_block(lesson, block));
  for (const lessons::Problem& problem : lesson.pack->problems) {
    if (problem.file == lesson.entry->file) out.problems.push_back(to_wire(problem));
  }
  out.breadcrumb = breadcrumb_of(lesson);
  out.previous = previous_of(lesson);
  out.next = next_of(lesson);
  return out;
}

Result<Wish> wish_of_link(const LessonRef& lesson, const commands::CommandTable& commands, std::string_view link) {
  const lessons::Lesson& text = lesson.entry->lesson;
  const auto found = std::ranges::find(text.links, link, &lessons::CommandLink::id);
  if (found == text.links.end()) {
    return fail(ErrorKind::kNotFound, fmt::format("The lesson {} has no link '{}'.", text.front_matter.id, link));
  }
  Result<Wish> wish = check_link(lesson, *found, commands);
  if (!wish) {
    log::info("the link '{}' of {} was followed and ran nothing: {}", found->label, text.front_matter.id, wish.error().message);
  }
  return wish;
}

Result<Wish> wish_of_step(const LessonRef& lesson, std::string_view step) {
  const std::string& id = lesson.entry->lesson.front_matter.id;
  const commands::StepSpec* spec = find_step(lesson, step);
  if (spec == nullptr) return fail(ErrorKind::kNotFound, fmt::format("The lesson {} has no such step.", id));
  if (!spec->command) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("The step \"{}\" runs nothing.", spec->title),
                "Tick it yourself when it is done.");
  }
  return Wish{*spec->command, spec->arguments, id, spec->id, {}, {}, true};
}

std::string step_of_block(const LessonRef& lesson, std::string_view block) {
  const lessons::Lesson& text = lesson.entry->lesson;
  const auto found = std::ranges::find(text.blocks, block, &lessons::CodeBlock::id);
  return found == text.blocks.end() ? std::string() : found->step;
}

}  // namespace tt::server
