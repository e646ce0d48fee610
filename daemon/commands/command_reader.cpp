#include "command_reader.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "arguments.hpp"
#include "base/utf8.hpp"
#include "contains.hpp"
#include "device_need.hpp"
#include "expand.hpp"

namespace tt::commands {
namespace {

constexpr std::size_t kMaxParameters = 32;
constexpr std::size_t kMaxArgv = 256;

// What the gates room can measure.
constexpr std::array<std::string_view, 5> kMeasures = {"pcc", "top1", "top5", "tokens/s/user", "ttft"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_parameter_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && is_letter(name.front()) &&
         std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) &&
         std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

std::optional<ParameterType> parameter_type(std::string_view name) {
  for (const auto type :
       {ParameterType::kString, ParameterType::kInteger, ParameterType::kNumber, ParameterType::kBoolean, ParameterType::kPath}) {
    if (to_string(type) == name) return type;
  }
  return std::nullopt;
}

ParameterSpec read_parameter(const Yaml& node, Problems& problems) {
  Fields fields(node, "a parameter", problems);
  ParameterSpec parameter;
  parameter.name = fields.required_text("name");
  if (!parameter.name.empty()) fields.rename(fmt::format("parameter \"{}\"", utf8::visible(parameter.name)));
  if (!parameter.name.empty() && !is_parameter_name(parameter.name)) {
    fields.error(node, "bad-name",
                 fmt::format("{} has to have a name of letters, digits, _ and -, beginning with a letter.", fields.what()));
  }
  const std::string type = fields.required_text("type");
  if (const auto known = parameter_type(type)) {
    parameter.type = *known;
  } else if (!type.empty()) {
    fields.error(node, "bad-type",
                 fmt::format("The type of {} has to be string, integer, number, boolean or path.", fields.what()));
  }
  parameter.required = fields.boolean("required").value_or(false);
  parameter.minimum = fields.number("minimum");
  parameter.maximum = fields.number("maximum");
  const bool numeric = parameter.type == ParameterType::kInteger || parameter.type == ParameterType::kNumber;
  if ((parameter.minimum || parameter.maximum) && !numeric) {
    fields.error(node, "bad-range", fmt::format("Only an integer or a number has a minimum or maximum, not {}.", fields.what()));
  }
  if (parameter.minimum && parameter.maximum && *parameter.minimum > *parameter.maximum) {
    fields.error(node, "bad-range", fmt::format("The minimum of {} is above its maximum.", fields.what()));
  }
  for (const Yaml& choice : fields.list("choices")) {
    if (choice.kind == Yaml::Kind::kScalar) {
      parameter.choices.push_back(choice.text);
    } else {
      fields.error(choice, "wrong-type", fmt::format("A choice of {} has to be a text.", fields.what()));
    }
  }
  parameter.help = fields.text("help");
  const Yaml* value = fields.take("default");
  if (value != nullptr && value->kind != Yaml::Kind::kScalar) {
    fields.error(*value, "bad-default", fmt::format("The default of {} has to be a single value.", fields.what()));
  } else if (value != nullptr) {
    parameter.default_value = argument_value(parameter, *value);
    if (const auto checked = check_value(parameter, parameter.default_value); !checked) {
      fields.error(*value, "bad-default", fmt::format("The default of {} is wrong. {}", fields.what(), checked.error().message));
    }
  }
  if (parameter.required && !std::holds_alternative<std::monostate>(parameter.default_value)) {
    fields.error(node, "bad-default", fmt::format("{} can't both be required and have a default.", fields.what()));
  }
  fields.finish();
  return parameter;
}

std::vector<ParameterSpec> read_parameters(Fields& command, Problems& problems) {
  std::vector<ParameterSpec> parameters;
  bool optional_seen = false;
  for (const Yaml& node : command.list("parameters")) {
    ParameterSpec parameter = read_parameter(node, problems);
    if (contains(parameters, parameter.name, &ParameterSpec::name)) {
      command.error(node, "duplicate-id",
                    fmt::format("{} has two parameters \"{}\".", command.what(), utf8::visible(parameter.name)));
    }
    if (parameter.required && optional_seen) {
      command.error(
          node, "bad-order",
          fmt::format("The required parameter \"{}\" has to stand before the optional ones.", utf8::visible(parameter.name)));
    }
    optional_seen = optional_seen || !parameter.required;
    parameters.push_back(std::move(parameter));
    if (parameters.size() <= kMaxParameters) continue;
    command.error(node, "too-many", fmt::format("{} has more than {} parameters.", command.what(), kMaxParameters));
    break;
  }
  return parameters;
}

// A text of the manifest that may hold placeholders, checked.
std::string read_template(Fields& owner, const Yaml& node, const std::vector<ParameterSpec>& parameters) {
  if (node.kind != Yaml::Kind::kScalar) {
    owner.error(node, "wrong-type", fmt::format("A value in {} has to be a text.", owner.what()));
    return {};
  }
  if (const auto wrong = check_template(node.text, parameters))
    owner.error(node, "bad-placeholder", fmt::format("In {}: {}", owner.what(), *wrong));
  return node.text;
}

std::optional<std::string> read_template(Fields& owner, std::string_view key, const std::vector<ParameterSpec>& parameters) {
  const Yaml* node = owner.take(key);
  if (node == nullptr) return std::nullopt;
  return read_template(owner, *node, parameters);
}

Requirement read_requirement(const Yaml& node, const std::vector<ParameterSpec>& parameters, Problems& problems) {
  Fields fields(node, "a requirement", problems);
  Requirement need;
  const auto path = read_template(fields, "path", parameters);
  const auto program = read_template(fields, "program", parameters);
  const auto card = fields.boolean("card");
  if (int{path.has_value()} + int{program.has_value()} + int{card.value_or(false)} != 1) {
    fields.error(node, "bad-requirement", "A requirement has to have exactly one of path, program, and card: true.");
  } else if (path) {
    need = {RequirementKind::kPath, *path, {}, {}};
  } else if (program) {
    need = {RequirementKind::kProgram, *program, {}, {}};
  } else {
    need.kind = RequirementKind::kCard;
  }
  need.message = read_template(fields, "message", parameters).value_or("");
  if (need.message.empty()) fields.error(node, "missing-key", "A requirement lacks \"message\".");
  need.remedy = read_template(fields, "remedy", parameters).value_or("");
  fields.finish();
  return need;
}

GateSpec read_gate(const Yaml& node, const std::string& what, Problems& problems) {
  Fields fields(node, what, problems);
  GateSpec gate{fields.required_text("measure"), fields.number("at_least"), fields.number("at_most")};
  if (!gate.measure.empty() && !contains(kMeasures, gate.measure)) {
    fields.error(node, "bad-gate",
                 fmt::format("\"{}\" can't be measured: there are {}.", utf8::visible(gate.measure), fmt::join(kMeasures, ", ")));
  }
  if (!gate.at_least && !gate.at_most) fields.error(node, "bad-gate", fmt::format("{} lacks at_least or at_most.", fields.what()));
  fields.finish();
  return gate;
}

// One gate, or a list of them.
std::vector<GateSpec> read_gates(Fields& command, Problems& problems) {
  const Yaml* node = command.take("gate");
  std::vector<GateSpec> gates;
  if (node == nullptr) return gates;
  const std::string what = fmt::format("the gate of {}", command.what());
  if (node->kind != Yaml::Kind::kSequence) return gates.push_back(read_gate(*node, what, problems)), gates;
  if (node->items.empty()) command.error(*node, "bad-gate", fmt::format("The list of gates of {} is empty.", command.what()));
  for (const Yaml& item : node->items) {
    gates.push_back(read_gate(item, what, problems));
    const bool repeated = std::ranges::count(gates, gates.back().measure, &GateSpec::measure) > 1;
    if (repeated) command.error(item, "bad-gate", fmt::format("{} has two gates of {}.", command.what(), gates.back().measure));
  }
  return gates;
}

void read_job(Fields& fields, CommandSpec& command, Problems& problems) {
  const std::span<const Yaml> argv = fields.list("argv");
  if (argv.empty()) problems.error(command.line, "missing-key", fmt::format("The job {} lacks \"argv\".", fields.what()));
  if (argv.size() > kMaxArgv)
    problems.error(command.line, "too-many", fmt::format("The argv of {} has more than {} elements.", fields.what(), kMaxArgv));
  for (const Yaml& element : argv.first(std::min(argv.size(), kMaxArgv))) {
    command.argv.push_back(read_template(fields, element, command.parameters));
  }
  command.cwd = read_template(fields, "cwd", command.parameters).value_or("${pack}");
  for (const auto& [name, value] : fields.map("env")) {
    if (!is_variable_name(name))
      fields.error(value, "bad-name", fmt::format("\"{}\" is no name of a variable.", utf8::visible(name)));
    command.env.emplace_back(name, read_template(fields, value, command.parameters));
  }
  for (const Yaml& node : fields.list("requires"))
    command.requirements.push_back(read_requirement(node, command.parameters, problems));
  if (const std::string device = fields.text("device"); !device.empty()) command.device = device;
  if (!parse_device_need(command.device)) {
    problems.error(
        command.line, "bad-device",
        fmt::format("The device of {} has to be none, any, a kind of card such as n300, a number of a kind such as 4 n300, "
                    "or one card such as card 0.",
                    fields.what()));
  }
  command.gates = read_gates(fields, problems);
}

void read_action(Fields& fields, CommandSpec& command) {
  command.action = fields.text("action");
  if (command.action.empty()) command.action = command.id.substr(command.id.rfind('.') + 1);
  // The other keys belong to jobs; finish() reports them.
}

CommandSpec read_command(const Yaml& node, Problems& problems) {
  Fields fields(node, "a command", problems);
  CommandSpec command;
  command.line = node.line;
  command.id = fields.required_text("id");
  if (!command.id.empty()) fields.rename(utf8::visible(command.id));
  if (!command.id.empty() && !is_command_id(command.id)) {
    fields.error(node, "bad-id",
                 fmt::format("The command id \"{}\" has to be tenstorrent. and segments of letters and digits.", fields.what()));
  }
  command.title = fields.required_text("title");
  const std::string kind = fields.required_text("kind");
  if (!kind.empty() && kind != "job" && kind != "action") {
    fields.error(node, "bad-kind", fmt::format("The kind of {} has to be job or action.", fields.what()));
  }
  command.kind = kind == "action" ? CommandKind::kAction : CommandKind::kJob;
  command.palette = fields.boolean("palette").value_or(true);
  command.parameters = read_parameters(fields, problems);
  if (const auto minutes = fields.integer("minutes", 0, 100000)) command.minutes = static_cast<std::uint32_t>(*minutes);
  if (command.kind == CommandKind::kAction) {
    read_action(fields, command);
  } else {
    read_job(fields, command, problems);
  }
  fields.finish();
  return command;
}

}  // namespace

bool is_command_id(std::string_view id) {
  static constexpr std::string_view kPrefix = "tenstorrent.";
  if (!id.starts_with(kPrefix) || id.size() > 100) return false;
  id.remove_prefix(kPrefix.size());
  bool segment = false;  // has a character
  for (const char c : id) {
    if (c == '.' ? !segment : !is_letter(c) && !is_digit(c)) return false;
    segment = c != '.';
  }
  return segment;
}

Value argument_value(const ParameterSpec& parameter, const Yaml& scalar) {
  const bool is_text = parameter.type == ParameterType::kString || parameter.type == ParameterType::kPath;
  return is_text && scalar.kind == Yaml::Kind::kScalar ? Value{scalar.text} : typed_value(scalar);
}

std::vector<CommandSpec> read_commands(std::span<const Yaml> nodes, Problems& problems) {
  std::vector<CommandSpec> commands;
  std::set<std::string> ids;
  for (const Yaml& node : nodes) {
    const std::size_t before = problems.errors;
    CommandSpec command = read_command(node, problems);
    if (!command.id.empty() && !ids.insert(command.id).second) {
      problems.error(node.line, "duplicate-id", fmt::format("The command {} is declared twice.", utf8::visible(command.id)));
    }
    if (problems.errors == before) commands.push_back(std::move(command));
  }
  return commands;
}

}  // namespace tt::commands
