// tt-bringup run COMMAND
#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>

#include "commands/arguments.hpp"
#include "gates/gate.hpp"
#include "modes.hpp"
#include "print.hpp"
#include "print_error.hpp"
#include "server/execute.hpp"
#include "server/progress.hpp"
#include "terminal_daemon.hpp"

namespace tt::cli {
namespace {

constexpr int kNotStarted = 2;
constexpr int kStopped = 130;  // as a shell has it for SIGINT

Result<commands::GivenArguments> read_arguments(const commands::CommandSpec& command, const std::vector<std::string>& given) {
  std::map<std::string, commands::Value> named;
  for (const std::string& argument : given) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorKind::kInvalidArgument, fmt::format("--arg takes name=value, and '{}' has no '='.", argument));
    }
    const std::string name = argument.substr(0, equals);
    const auto parameter = std::ranges::find(command.parameters, name, &commands::ParameterSpec::name);
    if (parameter == command.parameters.end()) {
      return fail(ErrorKind::kInvalidArgument, fmt::format("{} has no argument '{}'.", command.id, name));
    }
    Result<commands::Value> value = commands::read_value(*parameter, argument.substr(equals + 1));
    if (!value) return std::unexpected(value.error());
    named[name] = std::move(*value);
  }
  return named;
}

void print_preview(const launch::Preview& preview) {
  print(stderr, "{} runs:\n", preview.title);
  for (const std::string& argument : preview.argv) print(stderr, "  {}\n", argument);
  print(stderr, "in {}\n", preview.cwd);
  for (const std::string& variable : preview.environment) print(stderr, "with {}\n", variable);
  print(stderr, "card: {}\ndeclared by {}\n", preview.device, preview.pack);
}

// Asks on the terminal. The loop has nothing else to do meanwhile: no job runs yet.
asio::awaitable<Result<bool>> ask_on_terminal(launch::Preview preview) {
  print_preview(preview);
  if (::isatty(STDIN_FILENO) == 0) {
    co_return fail(ErrorKind::kDeclined, "There is no terminal to ask on.", "Pass --yes to run it without asking.");
  }
  print(stderr, "Run it? [y/N] ");
  std::string answer;
  std::getline(std::cin, answer);
  co_return answer == "y" || answer == "Y" || answer == "yes";
}

asio::awaitable<Result<bool>> agree(launch::Preview preview) {
  print_preview(preview);
  co_return true;
}

// The first signal stops the job, the next one kills it.
asio::awaitable<void> stop_on_signal(server::Daemon& daemon, std::string job) {
  asio::signal_set signals(daemon.executor, SIGINT, SIGTERM);
  for (bool kill = false;; kill = true) {
    co_await signals.async_wait(asio::use_awaitable);
    co_await daemon.jobs.stop(job, kill);
  }
}

asio::awaitable<Result<jobs::JobRecord>> show_log(server::Daemon& daemon, std::string job) {
  jobs::ReadRequest request;
  request.wait = std::chrono::seconds(60);
  for (;;) {
    Result<jobs::ReadAnswer> answer = co_await daemon.jobs.read(job, request);
    if (!answer) co_return std::unexpected(answer.error());
    std::fwrite(answer->data.data(), 1, answer->data.size(), stdout);
    std::fflush(stdout);
    request.offset = answer->next;
    if (answer->end) co_return std::move(*answer->job);
  }
}

int exit_code_of(const jobs::JobRecord& job) {
  if (job.state == jobs::JobState::kCancelled) return kStopped;
  if (job.state != jobs::JobState::kExited) return 1;
  if (job.exit_code != 0) return job.exit_code.value_or(1);
  return !job.gates.empty() && job.verdict != gates::Verdict::kPassed ? 1 : 0;
}

void print_end(const jobs::JobRecord& job) {
  print(stderr, "\njob #{}: {}", job.number, jobs::to_string(job.state));
  if (job.exit_code) print(stderr, " {}", *job.exit_code);
  if (!job.reason.empty()) print(stderr, ", {}", job.reason);
  for (const gates::Gate& gate : job.gates) {
    const gates::Measurement* measured = gates::deciding(gate, job.measurements);
    print(stderr, ", {}: {}", gates::describe(gate), measured != nullptr ? gates::describe(*measured) : "not measured");
  }
  print(stderr, "\n");
}

asio::awaitable<Result<jobs::JobRecord>> run_job(server::Daemon& daemon, RunOptions options) {
  const commands::DeclaredCommand* command = daemon.library->commands.find(options.command);
  if (command == nullptr)
    co_return fail(ErrorKind::kNotFound, fmt::format("No lesson pack declares the command '{}'.", options.command));
  if (command->spec.kind != commands::CommandKind::kJob) {
    co_return fail(ErrorKind::kUnsupported, fmt::format("{} is not a job: it works in an editor only.", options.command));
  }
  Result<commands::GivenArguments> arguments = read_arguments(command->spec, options.arguments);
  if (!arguments) co_return std::unexpected(arguments.error());
  Result<launch::Prepared> prepared =
      co_await server::prepare(daemon, server::Wish{options.command, std::move(*arguments), {}, {}, {}, {}});
  if (!prepared) co_return std::unexpected(prepared.error());
  co_await daemon.jobs.recover();
  const server::Ask ask = options.yes ? server::Ask(agree) : server::Ask(ask_on_terminal);
  const Result<jobs::JobRecord> job = co_await server::start_job(daemon, std::move(*prepared), ask);
  if (!job) co_return std::unexpected(job.error());
  spawn(daemon.executor, "signals", stop_on_signal(daemon, job->id));
  Result<jobs::JobRecord> ended = co_await show_log(daemon, job->id);
  if (ended) co_await server::record_job(daemon, *ended);
  co_return ended;
}

asio::awaitable<int> run_and_print(server::Daemon& daemon, RunOptions options) {
  const Result<jobs::JobRecord> job = co_await run_job(daemon, std::move(options));
  if (!job) {
    print_error(job.error());
    co_return kNotStarted;
  }
  print_end(*job);
  co_return exit_code_of(*job);
}

}  // namespace

int run(const server::Places& places, const RunOptions& options) {
  return with_daemon(places, [options](server::Daemon& daemon) { return run_and_print(daemon, options); });
}

}  // namespace tt::cli
