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

std::string value_of(const Variables& variables, std::string_view name) {
  const auto found = std::ranges::find(variables, name, &Variables::value_type::first);
  return found == variables.end() ? std::string() : found->second;
}

// Folders beside PATH in which people keep Tenstorrent's tools; an editor started from a desktop often has a short PATH.
std::vector<fs::path> tool_folders(const Context& context) {
  return {fs::path(context.home) / ".local/bin", fs::path(context.home) / ".tenstorrent-venv/bin"};
}

std::optional<fs::path> find_tool(const std::string& name, const Context& context) {
  return find_program(name, value_of(context.environment, "PATH"), tool_folders(context));
}

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

void add_card(const std::optional<devices::Device>& card, const Context& context, Variables& added) {
  if (!card) return;
  const auto has = [&](std::string_view name) { return !value_of(added, name).empty(); };
  const std::string mesh = devices::mesh_device(context.inventory);
  if (!mesh.empty() && !has("MESH_DEVICE")) added.emplace_back("MESH_DEVICE", mesh);
}

Preview make_preview(const std::string& title, const std::vector<std::string>& argv, const std::string& cwd, const Variables& added,
                     const std::optional<devices::Device>& card, std::string pack) {
  Preview preview{utf8::visible(title), {}, utf8::visible(cwd), {}, describe_card(card), utf8::visible(pack)};
  // A token of the user's is not for the screen, nor for a trace of what daemon and editor say to each other.
  for (const std::string& argument : argv) preview.argv.push_back(utf8::visible(jobdir::redact(argument, {})));
  for (const auto& [name, value] : added) {
    preview.environment.push_back(utf8::visible(name) + '=' +
                                  (jobdir::is_secret_name(name) ? "(hidden)" : utf8::visible(jobdir::redact(value, {}))));
  }
  return preview;
}

jobs::StartRequest make_request(std::string title, std::vector<std::string> argv, std::string cwd, const Variables& added,
                                const std::optional<devices::Device>& card, const Context& context) {
  jobs::StartRequest request;
  request.title = std::move(title);
  request.argv = std::move(argv);
  request.cwd = std::move(cwd);
  request.environment = job_environment(context.environment, added);
  request.secret_names = secret_names(request.environment);
  if (card) {
    request.device = devices::lease_name(*card);
    request.graces = context.device_graces;
  }
  return request;
}

bool is_beneath(const fs::path& path, const fs::path& folder) {
  const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return !folder.empty() && end == folder.end();
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

Result<Prepared> prepare_command(const commands::DeclaredCommand& command, const commands::Arguments& arguments,
                                 const Context& context) {
  const commands::ExpandContext expand_context{command.pack_root, context.python, context.tt_metal, context.home,
                                               context.workspace};
  Result<commands::Invocation> invocation = commands::expand(command.spec, arguments, expand_context);
  if (!invocation) return std::unexpected(invocation.error());
  for (const commands::Requirement& requirement : invocation->requirements) {
    if (Result<void> met = check_requirement(requirement, context); !met) return std::unexpected(met.error());
  }
  const Result<std::optional<devices::Device>> card = choose_card(invocation->device, context.inventory);
  if (!card) return std::unexpected(card.error());
  if (Result<void> found = resolve_program(invocation->argv, context); !found) return std::unexpected(found.error());
  if (Result<void> found = check_folder(invocation->cwd); !found) return std::unexpected(found.error());

  Variables added = invocation->environment;
  add_card(*card, context, added);
  Prepared prepared;
  prepared.consent_key = commands::consent_key(command.pack, *invocation);
  prepared.holds_secret = holds_secret(*invocation);
  const std::string pack = fmt::format("{} {}", command.pack.id, command.pack.version);
  prepared.preview = make_preview(invocation->title, invocation->argv, invocation->cwd, added, *card,
                                  fmt::format("{} ({})", command.pack.title, pack));
  prepared.request =
      make_request(invocation->title, std::move(invocation->argv), std::move(invocation->cwd), added, *card, context);
  prepared.request.command = command.spec.id;
  prepared.request.pack = pack;
  if (invocation->gate) {
    prepared.request.gate = gates::Gate{invocation->gate->measure, invocation->gate->at_least, invocation->gate->at_most};
  }
  return prepared;
}

Result<Prepared> prepare_file(const FileTarget& target, const Context& context) {
  std::error_code failure;
  const fs::path path = fs::canonical(target.path, failure);
  const bool is_folder = !failure && fs::is_directory(path, failure);
  if (failure || (!is_folder && !fs::is_regular_file(path, failure))) {
    return fail(ErrorKind::kNotFound, fmt::format("There is no file {}.", utf8::visible(target.path.string())),
                "Save the file first.");
  }
  const fs::path tt_metal = fs::weakly_canonical(context.tt_metal, failure);
  const bool in_tt_metal = !context.tt_metal.empty() && is_beneath(path, tt_metal);
  const Result<std::string> python = python_for(in_tt_metal, context);
  if (!python) return std::unexpected(python.error());

  std::string cwd = in_tt_metal ? tt_metal.string() : (is_folder ? path : path.parent_path()).string();
  std::vector<std::string> argv = {*python};
  std::string title = path.filename().string();
  const bool is_rooted = is_folder || target.collect || !target.tests.empty();
  if (is_rooted || target.pytest || !target.function.empty()) {
    if (Result<void> there = check_pytest(*python, context.environment); !there) return std::unexpected(there.error());
    // Where a project's own pytest runs, so that the files that it names are found.
    const fs::path workspace = fs::weakly_canonical(context.workspace, failure);
    if (!in_tt_metal && !context.workspace.empty() && is_beneath(path, workspace)) cwd = workspace.string();
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
  Variables added;
  if (in_tt_metal) added = {{"TT_METAL_HOME", tt_metal.string()}, {"PYTHONPATH", tt_metal.string()}};
  std::optional<devices::Device> card;
  if (!target.collect && !context.inventory.devices.empty()) card = choose_card("any", context.inventory).value_or(std::nullopt);
  add_card(card, context, added);

  Prepared prepared;
  prepared.preview = make_preview(title, argv, cwd, added, card, "your own file");
  prepared.request = make_request(title, std::move(argv), cwd, added, card, context);
  return prepared;
}

}  // namespace tt::launch
