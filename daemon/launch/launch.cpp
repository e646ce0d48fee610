#include "launch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/program.hpp"
#include "base/utf8.hpp"
#include "commands/consent.hpp"
#include "device_choice.hpp"
#include "devices/topology.hpp"
#include "jobdir/redact.hpp"
#include "test_run.hpp"

namespace tt::launch {
namespace {

namespace fs = std::filesystem;

Result<void> check_requirement(const commands::Requirement& requirement, const Context& context) {
  std::error_code ignored;
  switch (requirement.kind) {
    case commands::RequirementKind::kPath:
      if (fs::exists(requirement.what, ignored)) return {};
      break;
    case commands::RequirementKind::kProgram:
      if (find_tool(requirement.what, context)) return {};
      break;
    case commands::RequirementKind::kCard:
      if (!context.inventory.devices.empty()) return {};
      break;
  }
  return fail(ErrorKind::kPrerequisite, requirement.message, requirement.remedy);
}

// Makes argv[0] absolute, so that what is shown is what runs.
Result<void> resolve_program(std::vector<std::string>& argv, const Context& context) {
  std::string& program = argv.front();
  if (const std::optional<fs::path> found = find_tool(program, context)) {
    program = found->string();
    return {};
  }
  if (program.find('/') != std::string::npos) {
    return fail(ErrorKind::kPrerequisite, fmt::format("There is no program {}.", utf8::visible(program)));
  }
  return fail(ErrorKind::kPrerequisite, fmt::format("The program '{}' is not on PATH.", utf8::visible(program)),
              fmt::format("Install {}, or start the editor from a shell in which it is on PATH.", utf8::visible(program)));
}

Result<void> check_folder(const std::string& cwd) {
  std::error_code ignored;
  if (fs::is_directory(cwd, ignored)) return {};
  return fail(ErrorKind::kPrerequisite, fmt::format("There is no folder {}, in which the program is to run.", utf8::visible(cwd)));
}

bool is_beneath(const fs::path& path, const fs::path& folder) {
  const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return !folder.empty() && end == folder.end();
}

// The checkout as its real path, where `path` lies in it; empty elsewhere.
std::string tt_metal_around(const fs::path& path, const Context& context) {
  if (context.tt_metal.empty()) return {};
  std::error_code failure;
  const fs::path tt_metal = fs::weakly_canonical(context.tt_metal, failure);
  return is_beneath(fs::weakly_canonical(path, failure), tt_metal) ? tt_metal.string() : std::string();
}

// What the command says of itself wins over what follows from its cards.
void drop_what_is_set(std::vector<jobdir::CardChoice>& choices, const Variables& added) {
  for (jobdir::CardChoice& choice : choices) {
    std::erase_if(choice.environment, [&](const std::string& variable) {
      return !value_of(added, std::string_view(variable).substr(0, variable.find('='))).empty();
    });
  }
}

// ARCH_NAME means something to tt-metal alone.
void drop_architecture(std::vector<jobdir::CardChoice>& choices) {
  for (jobdir::CardChoice& choice : choices) {
    std::erase_if(choice.environment, [](const std::string& variable) { return variable.starts_with("ARCH_NAME="); });
  }
}

// What is the same whichever cards it gets, and of the rest that it depends on them.
void show_cards_environment(const std::vector<jobdir::CardChoice>& choices, std::vector<std::string>& shown) {
  if (choices.empty()) return;
  for (const std::string& variable : choices.front().environment) {
    const std::string name = variable.substr(0, variable.find('=') + 1);
    const bool same = std::ranges::all_of(choices, [&](const jobdir::CardChoice& choice) {
      return std::ranges::find(choice.environment, variable) != choice.environment.end();
    });
    shown.push_back(same ? utf8::visible(variable) : name + "(of the card that it gets)");
  }
}

// What a job is made of, however it was asked for.
struct Parts {
  std::string title;
  std::vector<std::string> argv;
  std::string cwd;
  Variables added;  // by whoever declares it
  std::string need;
  std::vector<jobdir::CardChoice> choices;
  std::string pack;  // for people
};

// Adds what the machine and the settings have to say to the environment, and makes preview and request of it all.
Prepared assemble(Parts parts, const Context& context) {
  const std::string tt_metal = tt_metal_around(parts.cwd, context);
  if (tt_metal.empty()) drop_architecture(parts.choices);
  drop_what_is_set(parts.choices, parts.added);
  if (!tt_metal.empty()) add_missing(parts.added, tt_metal_environment(tt_metal, context.environment));

  Prepared prepared;
  const std::string cards = jobs::describe_cards(parts.choices, parts.need);
  Preview& preview = prepared.preview;
  preview = {utf8::visible(parts.title), {}, utf8::visible(parts.cwd), {}, cards.empty() ? "none" : cards,
             utf8::visible(parts.pack)};
  // A token of the user's is not for the screen, nor for a trace of what daemon and editor say to each other.
  for (const std::string& argument : parts.argv) preview.argv.push_back(utf8::visible(jobdir::redact(argument, {})));
  for (const auto& [name, value] : parts.added) {
    preview.environment.push_back(utf8::visible(name) + '=' +
                                  (jobdir::is_secret_name(name) ? "(hidden)" : utf8::visible(jobdir::redact(value, {}))));
  }
  show_cards_environment(parts.choices, preview.environment);

  jobs::StartRequest& request = prepared.request;
  request.title = std::move(parts.title);
  request.argv = std::move(parts.argv);
  request.cwd = std::move(parts.cwd);
  request.environment = job_environment(context.environment, parts.added);
  request.secret_names = secret_names(request.environment);
  request.added = std::move(parts.added);
  request.need = std::move(parts.need);
  if (!parts.choices.empty()) request.graces = context.device_graces;
  request.choices = std::move(parts.choices);
  request.system_root = context.system_root;
  return prepared;
}

Result<std::string> python_for(bool in_tt_metal, const Context& context) {
  std::error_code ignored;
  const fs::path own = fs::path(context.tt_metal) / "python_env/bin/python";
  if (in_tt_metal && fs::exists(own, ignored)) return own.string();
  if (const auto found = find_tool(context.python, context)) return found->string();
  return fail(ErrorKind::kPrerequisite, fmt::format("There is no Python called '{}'.", context.python),
              "Install Python 3, or set tenstorrent.pythonPath.");
}

bool holds_secret(const commands::Invocation& invocation) {
  const auto is_token = [](const std::string& text) { return jobdir::redact(text, {}) != text; };
  return std::ranges::any_of(invocation.argv, is_token) || std::ranges::any_of(invocation.environment, [&](const auto& variable) {
           const auto& [name, value] = variable;
           return is_token(value) || (jobdir::is_secret_name(name) && !value.empty());
         });
}

}  // namespace

std::optional<fs::path> find_tool(const std::string& name, const Context& context) {
  // An editor started from a desktop often has a short PATH.
  const std::vector<fs::path> beside = {fs::path(context.home) / ".local/bin", fs::path(context.home) / ".tenstorrent-venv/bin"};
  return find_program(name, value_of(context.environment, "PATH"), beside);
}

Result<Prepared> prepare_command(const commands::DeclaredCommand& command, const commands::Arguments& arguments,
                                 const Context& context, const std::optional<std::string>& device) {
  const commands::ExpandContext expand_context{command.pack_root, context.python, context.tt_metal, context.home,
                                               context.workspace};
  Result<commands::Invocation> invocation = commands::expand(command.spec, arguments, expand_context);
  if (!invocation) return std::unexpected(invocation.error());
  for (const commands::Requirement& requirement : invocation->requirements) {
    if (Result<void> met = check_requirement(requirement, context); !met) return std::unexpected(met.error());
  }
  if (device) invocation->device = *device;
  Result<std::vector<jobdir::CardChoice>> choices = choose_cards(invocation->device, context.inventory);
  if (!choices) return std::unexpected(choices.error());
  if (Result<void> found = resolve_program(invocation->argv, context); !found) return std::unexpected(found.error());
  if (Result<void> found = check_folder(invocation->cwd); !found) return std::unexpected(found.error());

  const std::string key = commands::consent_key(command.pack, *invocation);
  const bool secret = holds_secret(*invocation);
  const std::string pack = fmt::format("{} {}", command.pack.id, command.pack.version);
  Prepared prepared =
      assemble({invocation->title, std::move(invocation->argv), std::move(invocation->cwd), std::move(invocation->environment),
                invocation->device, std::move(*choices), fmt::format("{} ({})", command.pack.title, pack)},
               context);
  prepared.consent_key = key;
  prepared.holds_secret = secret;
  prepared.request.command = command.spec.id;
  prepared.request.pack = pack;
  for (const auto& [name, value] : arguments.values) prepared.request.arguments.emplace_back(name, commands::to_text(value));
  for (const commands::GateSpec& gate : invocation->gates) {
    prepared.request.gates.push_back({gate.measure, gate.at_least, gate.at_most});
  }
  return prepared;
}

Result<Prepared> prepare_file(const FileTarget& target, const Context& context, const std::optional<std::string>& device) {
  std::error_code failure;
  const fs::path path = fs::canonical(target.path, failure);
  const bool is_folder = !failure && fs::is_directory(path, failure);
  if (failure || (!is_folder && !fs::is_regular_file(path, failure))) {
    return fail(ErrorKind::kNotFound, fmt::format("There is no file {}.", utf8::visible(target.path.string())),
                "Save the file first.");
  }
  if (is_folder && !target.function.empty()) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("{} is a folder, which has no function.", utf8::visible(path.string())),
                "Name the file, or list the tests.");
  }
  const std::string tt_metal = tt_metal_around(path, context);
  const Result<std::string> python = python_for(!tt_metal.empty(), context);
  if (!python) return std::unexpected(python.error());

  std::string cwd = !tt_metal.empty() ? tt_metal : (is_folder ? path : path.parent_path()).string();
  std::vector<std::string> argv = {*python};
  std::string title = path.filename().string();
  const bool is_rooted = is_folder || target.collect || !target.tests.empty();
  if (is_rooted || target.pytest || !target.function.empty()) {
    if (Result<void> there = check_pytest(*python, context.environment); !there) return std::unexpected(there.error());
    // Where a project's own pytest runs, so that the files that it names are found.
    const fs::path workspace = fs::weakly_canonical(context.workspace, failure);
    if (tt_metal.empty() && !context.workspace.empty() && is_beneath(path, workspace)) cwd = workspace.string();
  }
  if (is_rooted) {
    Result<TestRun> run = make_test_run(path, cwd, target.tests, target.collect);
    if (!run) return std::unexpected(run.error());
    argv.insert(argv.end(), run->arguments.begin(), run->arguments.end());
    title = std::move(run->title);
  } else if (target.pytest || !target.function.empty()) {
    argv.insert(argv.end(), {"-m", "pytest", "-s", "-v"});
    argv.push_back(target.function.empty() ? path.string() : path.string() + "::" + target.function);
    if (!target.function.empty()) title = target.function;
  } else {
    argv.push_back(path.string());
  }
  const std::string need = device.value_or(target.collect || context.inventory.devices.empty() ? "none" : "any");
  Result<std::vector<jobdir::CardChoice>> choices = choose_cards(need, context.inventory);
  if (!choices) return std::unexpected(choices.error());
  Prepared prepared =
      assemble({std::move(title), std::move(argv), std::move(cwd), {}, need, std::move(*choices), "your own file"}, context);
  prepared.request.file = jobdir::FileSpec{path.string(), target.function, target.pytest, target.tests, target.collect};
  return prepared;
}

Result<Prepared> prepare_edited(const EditedRun& run, const Context& context) {
  std::vector<std::string> argv = run.argv;
  if (argv.empty() || argv.front().empty()) return fail(ErrorKind::kInvalidArgument, "An empty list of arguments runs nothing.");
  Result<std::vector<jobdir::CardChoice>> choices = choose_cards(run.need, context.inventory);
  if (!choices) return std::unexpected(choices.error());
  if (Result<void> found = resolve_program(argv, context); !found) return std::unexpected(found.error());
  if (Result<void> found = check_folder(run.cwd); !found) return std::unexpected(found.error());
  commands::Invocation invocation;
  invocation.argv = argv;
  invocation.cwd = run.cwd;
  invocation.environment = run.environment;
  invocation.device = run.need;
  Prepared prepared =
      assemble({run.title, std::move(argv), run.cwd, run.environment, run.need, std::move(*choices), "your own edit"}, context);
  // No pack has an empty id, so a yes to an edit is never one to a pack's command.
  prepared.consent_key = commands::consent_key({}, invocation);
  prepared.holds_secret = holds_secret(invocation);
  return prepared;
}

}  // namespace tt::launch
