#include "expand.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "template.hpp"

namespace tt::commands {
namespace {

constexpr std::string_view kArgument = "arg.";

struct Placeholder {
  std::string_view name;
  std::string ExpandContext::* value;
  std::string_view missing, remedy;
};
constexpr Placeholder kPlaceholders[] = {
    {"pack", &ExpandContext::pack_root, "The folder of the lesson pack is not known.", ""},
    {"python", &ExpandContext::python, "There is no Python to run it with.", "Install python3, or set tenstorrent.pythonPath."},
    {"ttMetal", &ExpandContext::tt_metal, "The folder of tt-metal is not known.", "Set tenstorrent.ttMetalPath."},
    {"home", &ExpandContext::home, "There is no home folder.", "Set HOME and start the editor again."},
    {"workspace", &ExpandContext::workspace, "No folder is open in the editor.", "Open a folder first."},
};

const Placeholder* find_placeholder(std::string_view name) {
  const auto* found = std::ranges::find(kPlaceholders, name, &Placeholder::name);
  return found == std::end(kPlaceholders) ? nullptr : found;
}

const ParameterSpec* find_parameter(const std::vector<ParameterSpec>& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &ParameterSpec::name);
  return found == parameters.end() ? nullptr : &*found;
}

// Everything that a template needs, so that its functions take one parameter for it.
struct Scope {
  const CommandSpec& command;
  const Arguments& arguments;
  const ExpandContext& context;
};

std::unexpected<Error> malformed(const CommandSpec& command, std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("{} can't run: {}", command.id, why), "Tell the author of the lesson pack.");
}

Result<std::string> argument_text(const Scope& scope, std::string_view name) {
  const ParameterSpec* parameter = find_parameter(scope.command.parameters, name);
  const Value* value = scope.arguments.find(name);
  if (parameter == nullptr || value == nullptr) {
    return malformed(scope.command, fmt::format("its template uses the argument \"{}\", which has no value.", utf8::visible(name)));
  }
  std::string text = to_text(*value);
  if (parameter->type != ParameterType::kPath) return text;
  if (text.starts_with('~') && scope.context.home.empty()) {
    return fail(ErrorKind::kPrerequisite,
                fmt::format("{} can't run: there is no home folder for the path \"{}\".", scope.command.id, utf8::visible(text)),
                "Give an absolute path.");
  }
  return expand_home(text, scope.context.home);
}

Result<std::string> placeholder_text(const Scope& scope, std::string_view name) {
  if (name.starts_with(kArgument)) return argument_text(scope, name.substr(kArgument.size()));
  const Placeholder* placeholder = find_placeholder(name);
  if (placeholder == nullptr) return malformed(scope.command, fmt::format("there is no placeholder ${{{}}}.", utf8::visible(name)));
  const std::string& value = scope.context.*(placeholder->value);
  if (value.empty()) {
    return fail(ErrorKind::kPrerequisite, fmt::format("{} can't run: {}", scope.command.id, placeholder->missing),
                std::string(placeholder->remedy));
  }
  return value;
}

Result<std::string> fill(const Scope& scope, std::string_view text) {
  const auto pieces = split_template(text);
  if (!pieces) return malformed(scope.command, pieces.error());
  std::string out;
  for (const TemplatePiece& piece : *pieces) {
    if (!piece.placeholder) {
      out += piece.text;
      continue;
    }
    Result<std::string> value = placeholder_text(scope, piece.text);
    if (!value) return value;
    out += *value;
  }
  // execve() would silently end the argument there.
  if (out.contains('\0'))
    return fail(ErrorKind::kInvalidArgument, fmt::format("{} can't run: an argument holds a NUL.", scope.command.id));
  return out;
}

// Fills every text in `fields`, in order; stops at the first error.
Result<void> fill_all(const Scope& scope, std::initializer_list<std::string*> fields) {
  for (std::string* field : fields) {
    Result<std::string> text = fill(scope, *field);
    if (!text) return std::unexpected(std::move(text.error()));
    *field = std::move(*text);
  }
  return {};
}

}  // namespace

Result<std::string> expand_text(std::string_view text, const ExpandContext& context) {
  CommandSpec nameless;
  nameless.id = "The check";
  return fill(Scope{nameless, {}, context}, text);
}

std::string expand_home(std::string_view path, std::string_view home) {
  if (path == "~") return std::string(home);
  if (!path.starts_with("~/")) return std::string(path);
  while (home.ends_with('/')) home.remove_suffix(1);
  return std::string(home) + std::string(path.substr(1));
}

std::optional<std::string> check_template(std::string_view text, const std::vector<ParameterSpec>& parameters) {
  const auto pieces = split_template(text);
  if (!pieces) return pieces.error();
  for (const TemplatePiece& piece : *pieces) {
    if (!piece.placeholder || find_placeholder(piece.text) != nullptr) continue;
    if (!piece.text.starts_with(kArgument)) {
      return fmt::format(
          "There is no placeholder ${{{}}}: they are ${{pack}}, ${{python}}, ${{ttMetal}}, ${{home}}, ${{workspace}} and "
          "${{arg.NAME}}.",
          utf8::visible(piece.text));
    }
    const std::string_view name = piece.text.substr(kArgument.size());
    const ParameterSpec* parameter = find_parameter(parameters, name);
    if (parameter == nullptr) return fmt::format("${{arg.{0}}} names no parameter: there is no \"{0}\".", utf8::visible(name));
    if (!parameter->required && std::holds_alternative<std::monostate>(parameter->default_value)) {
      return fmt::format("${{arg.{0}}} may have no value: give the parameter \"{0}\" a default, or make it required.", name);
    }
  }
  return std::nullopt;
}

Result<Invocation> expand(const CommandSpec& command, const Arguments& arguments, const ExpandContext& context) {
  if (command.kind != CommandKind::kJob) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("{} is built into the daemon and runs no program.", command.id));
  }
  const Scope scope{command, arguments, context};
  Invocation invocation{command.title,        command.argv,   command.cwd,   command.env,
                        command.requirements, command.device, command.gates, command.minutes};
  // Requirements first: their messages are better than that of a missing placeholder in argv.
  for (Requirement& need : invocation.requirements) {
    if (auto filled = fill_all(scope, {&need.what, &need.message, &need.remedy}); !filled)
      return std::unexpected(std::move(filled.error()));
  }
  for (std::string& element : invocation.argv) {
    if (auto filled = fill_all(scope, {&element}); !filled) return std::unexpected(std::move(filled.error()));
  }
  for (auto& [name, value] : invocation.environment) {
    if (auto filled = fill_all(scope, {&value}); !filled) return std::unexpected(std::move(filled.error()));
  }
  if (auto filled = fill_all(scope, {&invocation.cwd}); !filled) return std::unexpected(std::move(filled.error()));

  if (invocation.argv.empty() || invocation.argv[0].empty()) return malformed(command, "it names no program.");
  const std::string& program = invocation.argv[0];
  if (program.contains('/') && !program.starts_with('/')) {
    return malformed(command,
                     fmt::format("its program \"{}\" is neither a bare name nor an absolute path.", utf8::visible(program)));
  }
  if (!invocation.cwd.starts_with('/')) {
    return malformed(command, fmt::format("its folder \"{}\" is not an absolute path.", utf8::visible(invocation.cwd)));
  }
  return invocation;
}

}  // namespace tt::commands
