#include "hover.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tt::authoring {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>()#+-.!|~&$").contains(c)) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

// A code span: in it nothing can be escaped, so its own mark is left out.
std::string code(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '`') out += c == '\n' ? ' ' : c;
  }
  return out.empty() ? "" : "`" + out + "`";
}

std::string type_of(const commands::ParameterSpec& parameter) {
  std::string text(commands::to_string(parameter.type));
  if (!parameter.choices.empty()) text = fmt::format("one of {}", fmt::join(parameter.choices, ", "));
  if (parameter.minimum) text += fmt::format(", at least {}", *parameter.minimum);
  if (parameter.maximum) text += fmt::format(", at most {}", *parameter.maximum);
  if (parameter.required) return text + ", required";
  const std::string preset = commands::to_text(parameter.default_value);
  return preset.empty() ? text : fmt::format("{}, {} unless given", text, preset);
}

std::string about(const commands::ParameterSpec& parameter) {
  return fmt::format("{} ({}){}", code(parameter.name), escaped(type_of(parameter)),
                     parameter.help.empty() ? "" : ": " + escaped(parameter.help));
}

std::string about(const commands::DeclaredCommand& command) {
  std::string text = fmt::format("**{}**\n\n{}, declared by {}\n", escaped(command.spec.title), code(command.spec.id),
                                 escaped(command.pack.title));
  for (const commands::ParameterSpec& parameter : command.spec.parameters) text += "\n- " + about(parameter);
  if (!command.spec.parameters.empty()) text += '\n';
  if (command.spec.kind == commands::CommandKind::kJob) {
    text += fmt::format("\nRuns {}", code(fmt::format("{}", fmt::join(command.spec.argv, " "))));
  } else {
    text += "\nIs a part of the daemon and runs no program.";
  }
  if (command.spec.device != "none") text += fmt::format("\n\nCard: {}", escaped(command.spec.device));
  return text;
}

std::string about(const commands::StepSpec& step) {
  std::string text = fmt::format("**{}**\n\nStep {} of phase {}", escaped(step.title), code(step.id), code(step.phase));
  if (step.command) text += fmt::format("\n\nRuns {}", code(*step.command));
  return text;
}

}  // namespace

std::string describe(const Reference& reference) {
  if (reference.command != nullptr) return about(*reference.command);
  if (reference.parameter != nullptr) return about(*reference.parameter);
  if (reference.step != nullptr) return about(*reference.step);
  if (reference.key != nullptr) return fmt::format("{}: {}", code(reference.key->name), escaped(reference.key->meaning));
  std::string text;
  if (reference.lesson) {
    const lessons::FrontMatter& front = reference.lesson->entry->lesson.front_matter;
    text = fmt::format("**{}**\n\nLesson {}", escaped(front.title), code(front.id));
    if (!front.description.empty()) text += "\n\n" + escaped(front.description);
  }
  if (reference.heading != nullptr) {
    text += fmt::format("{}{} {}", text.empty() ? "" : "\n\n", std::string(reference.heading->level, '#'),
                        escaped(reference.heading->text));
  }
  return text;
}

std::string describe_plainly(const commands::CommandSpec& command) {
  std::string text;
  for (const commands::ParameterSpec& parameter : command.parameters) {
    text += fmt::format("{} ({}){}\n", parameter.name, type_of(parameter), parameter.help.empty() ? "" : ": " + parameter.help);
  }
  if (command.kind == commands::CommandKind::kJob) text += fmt::format("Runs {}", fmt::join(command.argv, " "));
  return text;
}

}  // namespace tt::authoring
