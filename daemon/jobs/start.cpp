#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/clock.hpp"
#include "core.hpp"
#include "jobdir/lock.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/redact.hpp"
#include "jobdir/ticket.hpp"
#include "number.hpp"
#include "queue.hpp"

namespace tt::jobs {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

Result<void> refuse(std::string message) { return fail(ErrorKind::kInvalidArgument, std::move(message)); }

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

Result<void> check(const StartRequest& request) {
  if (request.argv.empty() || request.argv[0].empty()) return refuse("A job needs a program to run, and its argv is empty.");
  if (!fs::path(request.cwd).is_absolute())
    return refuse(fmt::format("The folder of a job has to be an absolute path, not '{}'.", request.cwd));
  if (has_nul(request.cwd) || std::ranges::any_of(request.argv, has_nul))
    return refuse("An argument of a job can't hold a NUL character.");
  for (const auto& [name, value] : request.environment) {
    if (name.empty() || name.find('=') != std::string::npos || has_nul(name) || has_nul(value)) {
      return refuse(fmt::format("'{}' can't be the name of an environment variable of a job, or its value holds a NUL.", name));
    }
  }
  if (request.columns < 1 || request.columns > 1000 || request.rows < 1 || request.rows > 1000) {
    return refuse(fmt::format("A terminal of {} by {} isn't possible: 1 to 1000 each.", request.columns, request.rows));
  }
  for (const std::chrono::milliseconds grace : {request.graces.interrupt, request.graces.terminate}) {
    if (grace < 1s || grace > 1h) return refuse(fmt::format("A grace of {} ms is outside of 1 second to 1 hour.", grace.count()));
  }
  if (request.time_limit < 0ms || request.time_limit > 24h * 40) return refuse("The time limit of a job is 0 to 40 days.");
  return {};
}

jobdir::Spec make_spec(const StartRequest& request, const std::string& id, const std::vector<std::string>& secrets) {
  jobdir::Spec spec;
  spec.id = id;
  spec.title = request.title;
  spec.command = request.command;
  spec.lesson = request.lesson;
  spec.step = request.step;
  spec.pack = request.pack;
  for (const std::string& argument : request.argv) spec.argv.push_back(jobdir::redact(argument, secrets));
  spec.cwd = request.cwd;
  for (const auto& [name, value] : request.environment) spec.environment_names.push_back(name);
  for (const auto& [name, value] : request.added) {
    const bool secret = std::ranges::find(request.secret_names, name) != request.secret_names.end();
    spec.environment.push_back(
        fmt::format("{}={}", name, secret ? std::string(jobdir::kRedacted) : jobdir::redact(value, secrets)));
  }
  for (const auto& [name, value] : request.arguments) spec.arguments.emplace_back(name, jobdir::redact(value, secrets));
  spec.file = request.file;
  spec.need = request.need;
  spec.choices = request.choices;
  for (const gates::Gate& gate : request.gates) spec.gates.push_back({gate.measure, gate.at_least, gate.at_most});
  spec.mode = request.mode;
  spec.columns = request.columns;
  spec.rows = request.rows;
  spec.interrupt_grace_ms = static_cast<std::uint32_t>(request.graces.interrupt.count());
  spec.terminate_grace_ms = static_cast<std::uint32_t>(request.graces.terminate.count());
  spec.time_limit_ms = static_cast<std::uint32_t>(request.time_limit.count());
  spec.log_limit_bytes = request.log_limit;
  spec.created_wall_ms = clock::wall_ms();
  return spec;
}

jobdir::StartMessage make_message(const StartRequest& request, const std::string& id, std::vector<std::string> secrets) {
  jobdir::StartMessage message;
  message.id = id;
  message.argv = request.argv;
  message.cwd = request.cwd;
  for (const auto& [name, value] : request.environment) message.environment.push_back(name + "=" + value);
  message.mode = request.mode;
  message.columns = request.columns;
  message.rows = request.rows;
  message.interrupt_grace_ms = static_cast<std::uint32_t>(request.graces.interrupt.count());
  message.terminate_grace_ms = static_cast<std::uint32_t>(request.graces.terminate.count());
  message.time_limit_ms = static_cast<std::uint32_t>(request.time_limit.count());
  message.log_limit_bytes = request.log_limit;
  message.secrets = std::move(secrets);
  message.choices = request.choices;
  message.system_root = request.system_root;
  return message;
}

struct Plan {
  fs::path root;
  std::string supervisor;
  Spawner spawner;
  std::uint32_t number_floor = 0;
  jobdir::Spec spec;
  jobdir::StartMessage message;
};

// In the folder: the lock first, so that whoever sees the spec sees a live job.
Result<void> launch_in(const Plan& plan, const fs::path& folder) {
  Result<Fd> lock = jobdir::create_lock(folder);
  if (!lock) return std::unexpected(lock.error());
  if (const Result<void> written = jobdir::write_spec(folder, plan.spec); !written) return written;
  jobdir::StartMessage message = plan.message;
  message.folder = folder.string();
  const std::vector<std::string> leases = all_leases(message.choices);
  if (const Result<void> taken = jobdir::take_tickets(plan.root, leases, plan.spec.id); !taken) return taken;
  const Result<void> launched = plan.spawner(plan.supervisor, message, std::move(*lock));
  if (!launched && !jobdir::is_locked(folder)) jobdir::give_tickets_back(plan.root, leases, plan.spec.id);
  return launched;
}

// Blocks: for the pool.
Result<Found> carry_out(Plan plan) {
  if (const Result<void> made = jobdir::prepare_state_root(plan.root); !made) return std::unexpected(made.error());
  const Result<std::uint32_t> number = next_number(plan.root, plan.number_floor);
  if (!number) return std::unexpected(number.error());
  plan.spec.number = *number;
  const Result<fs::path> folder = jobdir::create_job_folder(plan.root, plan.spec.id);
  if (!folder) return std::unexpected(folder.error());
  const Result<void> launched = launch_in(plan, *folder);
  if (launched) return look(plan.root, plan.spec.id);
  // Nothing ran, so nothing has to be kept; unless a supervisor did take over and only its answer came too late.
  std::error_code ignored;
  if (!jobdir::is_locked(*folder) && !fs::exists(*folder / jobdir::kRunFile, ignored)) fs::remove_all(*folder, ignored);
  return std::unexpected(launched.error());
}

}  // namespace

asio::awaitable<Result<JobRecord>> start_job(std::shared_ptr<Table> table, StartRequest request) {
  if (const Result<void> fine = check(request); !fine) co_return std::unexpected(fine.error());
  const Busy busy(table);
  Plan plan;
  plan.root = table->root;
  plan.supervisor = table->supervisor;
  plan.spawner = table->spawner;
  for (const auto& [id, job] : table->jobs) plan.number_floor = std::max(plan.number_floor, job->record.number);
  std::vector<std::string> secrets;
  for (const auto& [name, value] : request.environment) {
    if (std::ranges::find(request.secret_names, name) != request.secret_names.end()) secrets.push_back(value);
  }
  const std::string id = table->ulids.next(clock::wall_ms());
  plan.spec = make_spec(request, id, secrets);
  plan.message = make_message(request, id, std::move(secrets));
  table->starting.insert(id);
  Result<Found> found = co_await offload(table->pool, [plan = std::move(plan)]() mutable { return carry_out(std::move(plan)); });
  table->starting.erase(id);
  if (!found) co_return std::unexpected(found.error());
  if (table->closed) co_return fail(ErrorKind::kCancelled, "The job was started while the daemon was about to end.");
  start_watch(table);
  record_found(table, std::move(*found));
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (!job) co_return fail(ErrorKind::kInternal, fmt::format("The folder of job {} vanished.", id));
  co_return job->record;
}

}  // namespace tt::jobs
