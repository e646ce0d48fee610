#include "link_rules.hpp"

#include <algorithm>

#include "commands/arguments.hpp"

namespace tt::authoring {
namespace {

// The name of the argument that breaks the rules; empty where none does by itself.
std::string bad_argument(const commands::CommandSpec& command, const commands::GivenArguments& given) {
  if (const auto* named = std::get_if<std::map<std::string, commands::Value>>(&given)) {
    for (const auto& [name, value] : *named) {
      if (std::ranges::find(command.parameters, name, &commands::ParameterSpec::name) == command.parameters.end()) return name;
    }
  }
  for (std::size_t i = 0; i < command.parameters.size(); ++i) {
    const commands::ParameterSpec& parameter = command.parameters[i];
    commands::Value value;
    if (const auto* named = std::get_if<std::map<std::string, commands::Value>>(&given)) {
      if (const auto found = named->find(parameter.name); found != named->end()) value = found->second;
    } else if (const auto& list = std::get<std::vector<commands::Value>>(given); i < list.size()) {
      value = list[i];
    }
    if (!std::holds_alternative<std::monostate>(value) && !commands::check_value(parameter, value)) return parameter.name;
  }
  return {};
}

struct LinkCheck {
  const lessons::Lesson& lesson;
  const Knowledge& knowledge;
  const ReadArguments& read;
  std::vector<lessons::Problem> problems;

  void report(const lessons::CommandLink& link, std::string rule, std::string message, std::string subject) {
    problems.push_back(
        {lesson.file, link.line, lessons::Severity::kError, std::move(rule), std::move(message), std::move(subject), link.span});
  }

  void lesson_link(const lessons::CommandLink& link, const commands::GivenArguments& given) {
    const auto* list = std::get_if<std::vector<commands::Value>>(&given);
    std::vector<std::string> names;
    for (const commands::Value& value : list != nullptr ? *list : std::vector<commands::Value>{}) {
      if (const auto* text = std::get_if<std::string>(&value)) names.push_back(*text);
    }
    if (list == nullptr || names.empty() || names.size() != list->size() || names.size() > 2) {
      return report(link, "dangling-lesson", "`" + link.command + "` takes the list [\"lesson\", \"anchor\"], the anchor optional.",
                    {});
    }
    const auto found = find_lesson(knowledge, names.front());
    if (!found) return report(link, "dangling-lesson", "There is no lesson \"" + names.front() + "\".", names.front());
    if (names.size() == 2 && std::ranges::find(found->entry->lesson.headings, names.back(), &lessons::Heading::anchor) ==
                                 found->entry->lesson.headings.end()) {
      report(link, "dangling-anchor", "\"" + names.front() + "\" has no heading `#" + names.back() + "`.", names.back());
    }
  }

  void check(const lessons::CommandLink& link) {
    const commands::DeclaredCommand* command = knowledge.commands->find(link.command);
    if (command == nullptr && !opens_lesson(link.command)) {
      return report(link, "unknown-command", "No lesson pack declares the command `" + link.command + "`.", link.command);
    }
    const Result<commands::GivenArguments> given = read(link.arguments_json);
    if (!given) return report(link, opens_lesson(link.command) ? "dangling-lesson" : "bad-arguments", given.error().message, {});
    if (opens_lesson(link.command)) return lesson_link(link, *given);
    const Result<commands::Arguments> checked = commands::check_arguments(command->spec, *given);
    if (checked) return;
    const std::string remedy = checked.error().remedy.empty() ? "" : " " + checked.error().remedy;
    report(link, "bad-arguments", checked.error().message + remedy, bad_argument(command->spec, *given));
  }
};

}  // namespace

std::vector<lessons::Problem> check_links(const lessons::Lesson& lesson, const Knowledge& knowledge, const ReadArguments& read) {
  LinkCheck check{lesson, knowledge, read, {}};
  for (const lessons::CommandLink& link : lesson.links) check.check(link);
  return std::move(check.problems);
}

}  // namespace tt::authoring
