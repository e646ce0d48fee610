#include "again.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "execute.hpp"

namespace tt::server {
namespace {

constexpr std::size_t kMostArguments = 4096;

Error secret_is_gone(const jobs::JobRecord& job, std::string_view where) {
  return {ErrorKind::kPrerequisite,
          fmt::format("Job {} had a secret among its {}, which was never written down.", job.number, where),
          "Start it again from where it was started first, or run it with edits and put the secret in."};
}

Result<Wish> wish_again(const Library& library, const jobs::JobRecord& job) {
  const commands::DeclaredCommand* command = library.commands.find(job.command);
  if (command == nullptr) {
    return fail(ErrorKind::kNotFound,
                fmt::format("No lesson pack declares the command '{}' of job {} any more.", job.command, job.number),
                "Run it with edits: then it needs no declaration.");
  }
  std::map<std::string, commands::Value> arguments;
  for (const auto& [name, text] : job.arguments) {
    if (jobs::lacks_secret({text})) return std::unexpected(secret_is_gone(job, "arguments"));
    const auto parameter = std::ranges::find(command->spec.parameters, name, &commands::ParameterSpec::name);
    if (parameter == command->spec.parameters.end()) {
      return fail(ErrorKind::kInvalidArgument,
                  fmt::format("The command '{}' takes no '{}' any more, which job {} had.", job.command, name, job.number));
    }
    Result<commands::Value> value = commands::read_value(*parameter, text);
    if (!value) return std::unexpected(value.error());
    arguments.emplace(name, std::move(*value));
  }
  Wish wish;
  wish.command = job.command;
  wish.arguments = std::move(arguments);
  wish.lesson = job.lesson;
  wish.step = job.step;
  return wish;
}

Result<launch::EditedRun> edited_run(const jobs::JobRecord& job, std::vector<std::string> argv) {
  if (argv.size() > kMostArguments) {
    return fail(ErrorKind::kTooLarge, fmt::format("A run takes at most {} arguments.", kMostArguments));
  }
  if (jobs::lacks_secret(argv)) return std::unexpected(secret_is_gone(job, "arguments"));
  if (jobs::lacks_secret(job.environment)) return std::unexpected(secret_is_gone(job, "variables"));
  launch::EditedRun run{job.title, std::move(argv), job.cwd, {}, job.need};
  for (const std::string& variable : job.environment) {
    const std::size_t equals = variable.find('=');
    if (equals != std::string::npos) run.environment.emplace_back(variable.substr(0, equals), variable.substr(equals + 1));
  }
  return run;
}

}  // namespace

asio::awaitable<Result<launch::Prepared>> prepare_again(Daemon& daemon, protocol::JobAgain again,
                                                        std::optional<std::string> device) {
  co_await daemon.jobs_recovered();
  const jobs::JobRecord* found = daemon.jobs.find(again.job);
  if (found == nullptr)
    co_return fail(ErrorKind::kNotFound, fmt::format("There is no job {}.", again.job), "List the jobs to see which there are.");
  const jobs::JobRecord job = *found;
  const bool edited = again.argv && *again.argv != job.argv;
  if (!edited && !job.command.empty()) {
    Result<Wish> wish = wish_again(*daemon.library, job);
    if (!wish) co_return std::unexpected(wish.error());
    wish->device = device;
    if (!device && !job.need.empty()) wish->device = job.need;
    co_return co_await prepare(daemon, std::move(*wish));
  }
  const launch::Context context = co_await launch_context(daemon);
  if (!edited && job.file) {
    const launch::FileTarget target{job.file->path, job.file->function, job.file->pytest, job.file->tests, job.file->collect};
    // What it did without a card then was no wish of the user's.
    if (!device && !job.need.empty() && job.need != "none") device = job.need;
    co_return co_await offload(daemon.pool, [target, context, device] { return launch::prepare_file(target, context, device); });
  }
  Result<launch::EditedRun> run = edited_run(job, again.argv.value_or(job.argv));
  if (!run) co_return std::unexpected(run.error());
  if (device) run->need = *device;
  co_return co_await offload(daemon.pool, [run = *run, context] { return launch::prepare_edited(run, context); });
}

}  // namespace tt::server
