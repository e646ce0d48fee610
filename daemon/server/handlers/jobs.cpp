// tenstorrent/job/*
#include <fmt/format.h>

#include "base/uri.hpp"
#include "handlers.hpp"
#include "server/again.hpp"
#include "server/convert.hpp"
#include "server/execute.hpp"
#include "server/pack_trust.hpp"

namespace tt::server {
namespace {

constexpr std::uint32_t kMostColumns = 1000;

Result<std::uint16_t> in_range(std::uint32_t value, std::uint32_t lowest, std::uint32_t highest, std::string_view name) {
  if (value >= lowest && value <= highest) return static_cast<std::uint16_t>(value);
  return fail(ErrorKind::kInvalidArgument, fmt::format("`{}` is {}, and goes from {} to {}.", name, value, lowest, highest));
}

Result<void> apply_size(const protocol::JobStartParams& params, jobs::StartRequest& request) {
  const Result<std::uint16_t> columns = in_range(params.columns.value_or(request.columns), 1, kMostColumns, "columns");
  if (!columns) return std::unexpected(columns.error());
  const Result<std::uint16_t> rows = in_range(params.rows.value_or(request.rows), 1, kMostColumns, "rows");
  if (!rows) return std::unexpected(rows.error());
  request.columns = *columns;
  request.rows = *rows;
  return {};
}

asio::awaitable<Result<launch::Prepared>> prepare_own_file(Daemon& daemon, protocol::JobFile file,
                                                           std::optional<std::string> device) {
  const Result<std::filesystem::path> path = uri::to_path(file.uri);
  if (!path) co_return std::unexpected(path.error());
  const launch::FileTarget target{*path, file.function.value_or(""), file.pytest.value_or(false),
                                  file.tests.value_or(std::vector<std::string>{}), file.collect.value_or(false)};
  const launch::Context context = co_await launch_context(daemon);
  co_return co_await offload(daemon.pool, [target, context, device] { return launch::prepare_file(target, context, device); });
}

asio::awaitable<Result<launch::Prepared>> prepare_job(Daemon& daemon, protocol::JobStartParams params) {
  if (params.command.has_value() + params.file.has_value() + params.again.has_value() != 1) {
    co_return fail(ErrorKind::kInvalidArgument, "Exactly one of `command`, `file` and `again` says what to run.");
  }
  if (params.device && params.device->empty()) {
    co_return fail(ErrorKind::kInvalidArgument, "`device` is empty.",
                   "Leave it out for the cards that were asked for, or say none.");
  }
  if (params.file) co_return co_await prepare_own_file(daemon, *params.file, params.device);
  if (params.again) co_return co_await prepare_again(daemon, *params.again, params.device);
  Result<commands::GivenArguments> arguments = read_arguments(params.arguments.value_or(std::vector<protocol::Any>{}));
  if (!arguments) co_return std::unexpected(arguments.error());
  Wish wish;
  wish.command = *params.command;
  wish.arguments = std::move(*arguments);
  wish.device = params.device;
  co_return co_await prepare(daemon, std::move(wish));
}

asio::awaitable<Result<protocol::JobStartResult>> start(Daemon& daemon, Client& client, protocol::JobStartParams params) {
  co_await daemon.packs_loaded();
  const bool dry_run = params.dryRun.value_or(false);
  if (!dry_run) {
    if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  }
  Result<launch::Prepared> prepared = co_await prepare_job(daemon, params);
  if (!prepared) co_return std::unexpected(prepared.error());
  if (Result<void> sized = apply_size(params, prepared->request); !sized) co_return std::unexpected(sized.error());
  protocol::JobStartResult result{to_wire(prepared->preview), {}};
  if (dry_run) co_return result;
  if (const commands::DeclaredCommand* command = daemon.library->commands.find(prepared->request.command)) {
    Result<void> pack_trusted = co_await require_pack_trust(daemon, client, command->pack_root);
    if (!pack_trusted) co_return std::unexpected(pack_trusted.error());
  }
  const Ask ask = [&client](launch::Preview preview) { return client.confirm(std::move(preview)); };
  const Result<jobs::JobRecord> job = co_await start_job(daemon, std::move(*prepared), ask);
  if (!job) co_return std::unexpected(job.error());
  result.job = to_wire(*job);
  if (!job->lesson.empty()) co_await tell_steps(daemon, client, job->lesson);
  co_return result;
}

asio::awaitable<Result<protocol::JobListResult>> list(Daemon& daemon, protocol::JobListParams params) {
  const Result<std::uint16_t> limit = in_range(params.limit.value_or(100), 1, 1000, "limit");
  if (!limit) co_return std::unexpected(limit.error());
  co_await daemon.jobs_recovered();
  const Result<std::vector<jobs::JobRecord>> jobs = daemon.jobs.list(*limit);
  if (!jobs) co_return std::unexpected(jobs.error());
  protocol::JobListResult result;
  for (const jobs::JobRecord& job : *jobs) result.jobs.push_back(to_wire(job));
  co_return result;
}

asio::awaitable<Result<protocol::JobReadResult>> read(Daemon& daemon, protocol::JobReadParams params) {
  constexpr std::uint32_t kMostBytes = 1u << 20;
  constexpr std::uint32_t kLongestWait = 60'000;
  jobs::ReadRequest request;
  request.offset = params.offset;
  request.max_bytes = params.maxBytes.value_or(request.max_bytes);
  request.wait = std::chrono::milliseconds(params.waitMs.value_or(0));
  request.allow_file = params.file.value_or(false);
  request.plain = params.plain.value_or(false);
  if (request.max_bytes < 1 || request.max_bytes > kMostBytes) {
    co_return fail(ErrorKind::kInvalidArgument, fmt::format("`maxBytes` goes from 1 to {}.", kMostBytes));
  }
  if (request.wait.count() > kLongestWait)
    co_return fail(ErrorKind::kInvalidArgument, fmt::format("`waitMs` goes to {}.", kLongestWait));
  co_await daemon.jobs_recovered();
  Result<jobs::ReadAnswer> answer = co_await daemon.jobs.read(params.id, request);
  if (!answer) co_return std::unexpected(answer.error());
  co_return to_wire(std::move(*answer));
}

asio::awaitable<Result<std::nullptr_t>> write(Daemon& daemon, protocol::JobWriteParams params) {
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  co_await daemon.jobs_recovered();
  const Result<void> written = co_await daemon.jobs.write(params.id, std::move(params.data));
  if (!written) co_return std::unexpected(written.error());
  co_return nullptr;
}

asio::awaitable<Result<std::nullptr_t>> resize(Daemon& daemon, protocol::JobResizeParams params) {
  const Result<std::uint16_t> columns = in_range(params.columns, 1, kMostColumns, "columns");
  if (!columns) co_return std::unexpected(columns.error());
  const Result<std::uint16_t> rows = in_range(params.rows, 1, kMostColumns, "rows");
  if (!rows) co_return std::unexpected(rows.error());
  co_await daemon.jobs_recovered();
  const Result<void> resized = co_await daemon.jobs.resize(params.id, *columns, *rows);
  if (!resized) co_return std::unexpected(resized.error());
  co_return nullptr;
}

asio::awaitable<Result<protocol::Job>> stop(Daemon& daemon, protocol::JobStopParams params) {
  co_await daemon.jobs_recovered();
  const Result<jobs::JobRecord> job = co_await daemon.jobs.stop(params.id, params.kill.value_or(false));
  if (!job) co_return std::unexpected(job.error());
  co_return to_wire(*job);
}

}  // namespace

void bind_jobs(Binder& binder, Daemon& daemon, Client& client) {
  binder.on_request<protocol::JobStart>(
      [&daemon, &client](protocol::JobStartParams params) { return start(daemon, client, std::move(params)); });
  binder.on_request<protocol::JobList>([&daemon](protocol::JobListParams params) { return list(daemon, params); });
  binder.on_request<protocol::JobRead>([&daemon](protocol::JobReadParams params) { return read(daemon, std::move(params)); });
  binder.on_request<protocol::JobWrite>([&daemon](protocol::JobWriteParams params) { return write(daemon, std::move(params)); });
  binder.on_request<protocol::JobResize>([&daemon](protocol::JobResizeParams params) { return resize(daemon, std::move(params)); });
  binder.on_request<protocol::JobStop>([&daemon](protocol::JobStopParams params) { return stop(daemon, std::move(params)); });
}

}  // namespace tt::server
