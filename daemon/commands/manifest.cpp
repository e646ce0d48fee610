#include "manifest.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "arguments.hpp"
#include "base/utf8.hpp"
#include "command_reader.hpp"
#include "contains.hpp"
#include "device_need.hpp"
#include "expand.hpp"
#include "fields.hpp"
#include "yaml.hpp"

namespace tt::commands {
namespace {

// Reports an id that is missing its form or was there before.
void check_id(const Yaml& node, const std::string& id, std::string_view what, std::set<std::string>& seen, Problems& problems) {
  if (id.empty()) return;
  if (!is_plain_id(id)) {
    problems.error(node.line, "bad-id",
                   fmt::format("The {} id \"{}\" has to be of letters, digits, -, _ and dots.", what, utf8::visible(id)));
  } else if (!seen.insert(id).second) {
    problems.error(node.line, "duplicate-id", fmt::format("The {} id \"{}\" stands twice.", what, id));
  }
}

PackInfo read_pack(const Yaml* node, Problems& problems) {
  if (node == nullptr) {
    problems.error(0, "missing-key", "The manifest lacks \"pack\".");
    return {};
  }
  Fields fields(*node, "the pack", problems);
  PackInfo pack{fields.required_text("id"), fields.required_text("title"), fields.required_text("version")};
  std::set<std::string> none;
  check_id(*node, pack.id, "pack", none, problems);
  fields.finish();
  return pack;
}

// Named arguments that satisfy `command`.
GivenArguments read_arguments(Fields& step, const CommandSpec* command, const Yaml& node) {
  std::map<std::string, Value> named;
  for (const auto& [name, value] : step.map("arguments")) {
    const auto parameter = command == nullptr ? nullptr : [&]() -> const ParameterSpec* {
      const auto found = std::ranges::find(command->parameters, name, &ParameterSpec::name);
      return found == command->parameters.end() ? nullptr : &*found;
    }();
    if (value.kind == Yaml::Kind::kSequence || value.kind == Yaml::Kind::kMap) {
      step.error(value, "wrong-type",
                 fmt::format("The argument \"{}\" of {} has to be a single value.", utf8::visible(name), step.what()));
      continue;
    }
    named[name] = parameter == nullptr ? typed_value(value) : argument_value(*parameter, value);
  }
  if (command == nullptr) {
    if (!named.empty())
      step.error(node, "bad-arguments", fmt::format("{} has arguments for a command that isn't there.", step.what()));
    return named;
  }
  if (const auto checked = check_arguments(*command, named); !checked) {
    step.error(node, "bad-arguments", fmt::format("The arguments of {} are wrong. {}", step.what(), checked.error().message));
  }
  return named;
}

Proof read_word_of_proof(Fields& step, const CommandSpec* command, const Yaml& node) {
  const std::string text = step.text("proof");
  if (text.empty()) return command == nullptr ? Proof::kTick : !command->gates.empty() ? Proof::kGate : Proof::kExit;
  if (text == "tick") return Proof::kTick;
  if (text == "exit" && command != nullptr) return Proof::kExit;
  if (text == "gate" && command != nullptr && !command->gates.empty()) return Proof::kGate;
  if (text == "exit") {
    step.error(node, "bad-proof", fmt::format("{} can't be proved by exit without a command.", step.what()));
  } else if (text == "gate") {
    step.error(node, "bad-proof", fmt::format("{} can't be proved by a gate: its command has none.", step.what()));
  } else {
    step.error(node, "bad-proof",
               fmt::format("The proof of {} has to be exit, gate, tick, or a map with one of file, clone, environment and card.",
                           step.what()));
  }
  return Proof::kTick;
}

void check_path_template(Fields& owner, const Yaml& node, const std::string& text) {
  if (const auto wrong = check_template(text, {})) owner.error(node, "bad-template", *wrong);
}

// `{file: PATH}`, `{clone: FOLDER}`, `{environment: FOLDER}` or `{card: NEED}`.
CheckSpec read_check(const Yaml& node, const std::string& what, Problems& problems) {
  Fields fields(node, what, problems);
  constexpr std::pair<std::string_view, CheckKind> kKinds[] = {{"file", CheckKind::kFile},
                                                               {"clone", CheckKind::kClone},
                                                               {"environment", CheckKind::kEnvironment},
                                                               {"card", CheckKind::kCard}};
  CheckSpec check;
  int given = 0;
  for (const auto& [key, kind] : kKinds) {
    std::string text = fields.text(key);
    if (text.empty()) continue;
    ++given;
    check = {kind, std::move(text)};
  }
  if (given != 1) fields.error(node, "bad-proof", fmt::format("{} needs one of file, clone, environment and card.", fields.what()));
  if (check.kind == CheckKind::kCard) {
    if (!parse_device_need(check.what) || check.what == "none") {
      fields.error(node, "bad-device",
                   fmt::format("The card of {} has to be any, a kind of card, or a number of a kind.", fields.what()));
    }
  } else {
    check_path_template(fields, node, check.what);
  }
  fields.finish();
  return check;
}

void read_proof(Fields& fields, const CommandSpec* command, const Yaml& node, Problems& problems, StepSpec& step) {
  const auto given = std::ranges::find(node.entries, "proof", &YamlEntry::key);
  if (given == node.entries.end() || given->value.kind != Yaml::Kind::kMap) {
    step.proof = read_word_of_proof(fields, command, node);
    return;
  }
  step.proof = Proof::kCheck;
  step.check = read_check(*fields.take("proof"), fmt::format("the proof of {}", fields.what()), problems);
}

StaleSpec read_stale(Fields& step, Problems& problems) {
  StaleSpec stale;
  const Yaml* node = step.take("stale");
  if (node == nullptr) return stale;
  constexpr std::int64_t kMostDays = 3650;
  Fields fields(*node, fmt::format("what makes the proof of {} stale", step.what()), problems);
  if (const auto days = fields.integer("days", 1, kMostDays)) stale.days = static_cast<std::uint32_t>(*days);
  for (const Yaml& file : fields.list("changed")) {
    check_path_template(fields, file, file.text);
    stale.changed.push_back(file.text);
  }
  if (!stale.days && stale.changed.empty())
    fields.error(*node, "bad-stale", fmt::format("{} needs days or changed.", fields.what()));
  fields.finish();
  return stale;
}

// What a step may refer to.
struct StepScope {
  const std::vector<CommandSpec>& commands;
  const std::vector<PhaseSpec>& phases;
};

StepSpec read_step(const Yaml& node, const StepScope& scope, Problems& problems) {
  Fields fields(node, "a step", problems);
  StepSpec step;
  step.line = node.line;
  step.id = fields.required_text("id");
  if (!step.id.empty()) fields.rename(fmt::format("step \"{}\"", utf8::visible(step.id)));
  step.title = fields.required_text("title");
  step.phase = fields.required_text("phase");
  if (!step.phase.empty() && !contains(scope.phases, step.phase, &PhaseSpec::id)) {
    fields.error(node, "unknown-phase",
                 fmt::format("{} names the phase \"{}\", which the lesson lacks.", fields.what(), utf8::visible(step.phase)));
  }
  const CommandSpec* command = nullptr;
  if (const std::string id = fields.text("command"); !id.empty()) {
    step.command = id;
    const auto found = std::ranges::find(scope.commands, id, &CommandSpec::id);
    if (found != scope.commands.end()) {
      command = &*found;
    } else {
      fields.error(node, "unknown-command",
                   fmt::format("{} names the command \"{}\", which the manifest doesn't declare without an error.", fields.what(),
                               utf8::visible(id)));
    }
  }
  // With an unknown command nothing can be said about the rest.
  if (step.command && command == nullptr) {
    fields.take("arguments");
    fields.take("proof");
  } else {
    step.arguments = read_arguments(fields, command, node);
    read_proof(fields, command, node, problems, step);
  }
  step.stale = read_stale(fields, problems);
  step.heading = fields.text("heading");
  fields.finish();
  return step;
}

// A file name, not a path: no way up, no way out.
bool is_lesson_file(std::string_view file) {
  return file.ends_with(".md") && file.size() > 3 && !file.starts_with('.') && !file.contains('/') && !file.contains('\\');
}

LessonManifest read_lesson(const Yaml& node, const std::vector<CommandSpec>& commands, Problems& problems) {
  Fields fields(node, "a lesson", problems);
  LessonManifest lesson;
  lesson.file = fields.required_text("file");
  if (!lesson.file.empty() && !is_lesson_file(lesson.file)) {
    fields.error(
        node, "bad-file",
        fmt::format("The lesson file \"{}\" has to be the name of a .md file, without a folder.", utf8::visible(lesson.file)));
    lesson.file.clear();
  }
  if (!lesson.file.empty()) fields.rename(fmt::format("lesson \"{}\"", utf8::visible(lesson.file)));
  std::set<std::string> phase_ids, step_ids;
  for (const Yaml& item : fields.list("phases")) {
    const std::size_t before = problems.errors;
    Fields phase_fields(item, "a phase", problems);
    PhaseSpec phase{phase_fields.required_text("id"), phase_fields.required_text("title"), phase_fields.text("heading")};
    check_id(item, phase.id, "phase", phase_ids, problems);
    phase_fields.finish();
    if (problems.errors == before) lesson.phases.push_back(std::move(phase));
  }
  for (const Yaml& item : fields.list("steps")) {
    const std::size_t before = problems.errors;
    StepSpec step = read_step(item, {commands, lesson.phases}, problems);
    check_id(item, step.id, "step", step_ids, problems);
    if (problems.errors == before) lesson.steps.push_back(std::move(step));
  }
  fields.finish();
  return lesson;
}

std::vector<LessonManifest> read_lessons(std::span<const Yaml> nodes, const std::vector<CommandSpec>& commands,
                                         Problems& problems) {
  std::vector<LessonManifest> lessons;
  for (const Yaml& node : nodes) {
    LessonManifest lesson = read_lesson(node, commands, problems);
    if (lesson.file.empty()) continue;
    if (contains(lessons, lesson.file, &LessonManifest::file)) {
      problems.error(node.line, "duplicate-id", fmt::format("The lesson \"{}\" stands twice.", utf8::visible(lesson.file)));
      continue;
    }
    lessons.push_back(std::move(lesson));
  }
  return lessons;
}

}  // namespace

std::string_view to_string(ParameterType type) {
  switch (type) {
    case ParameterType::kString: return "string";
    case ParameterType::kInteger: return "integer";
    case ParameterType::kNumber: return "number";
    case ParameterType::kBoolean: return "boolean";
    case ParameterType::kPath: return "path";
  }
  return "";
}

Result<Manifest> parse_manifest(std::string_view text, std::vector<Problem>& problems) {
  if (text.size() > kMaxManifest) {
    std::string message = fmt::format("The manifest has {} bytes and may have at most {}.", text.size(), kMaxManifest);
    problems.push_back({0, Severity::kError, "too-large", message});
    return fail(ErrorKind::kTooLarge, std::move(message), "Split the pack.");
  }
  auto tree = parse_yaml(text);
  if (!tree) {
    problems.push_back(tree.error());
    const std::string where = tree.error().line == 0 ? "" : fmt::format(", line {}", tree.error().line);
    return fail(ErrorKind::kMalformed, fmt::format("The manifest can't be read{}: {}", where, tree.error().message));
  }
  Problems found{problems};
  Fields fields(*tree, "the manifest", found);
  Manifest manifest;
  manifest.pack = read_pack(fields.take("pack"), found);
  if (found.errors > 0) {
    const Problem& last = problems.back();
    return fail(ErrorKind::kMalformed, fmt::format("The manifest can't be used, line {}: {}", last.line, last.message));
  }
  manifest.commands = read_commands(fields.list("commands"), found);
  manifest.lessons = read_lessons(fields.list("lessons"), manifest.commands, found);
  fields.finish();
  return manifest;
}

}  // namespace tt::commands
