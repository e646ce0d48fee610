// tenstorrent/job/remove and tenstorrent/job/setPinned
#include "handlers.hpp"
#include "server/convert.hpp"

namespace tt::server {
namespace {

asio::awaitable<Result<std::nullptr_t>> remove(Daemon& daemon, protocol::JobRemoveParams params) {
  co_await daemon.jobs_recovered();
  const Result<void> removed = co_await daemon.jobs.remove(params.id);
  if (!removed) co_return std::unexpected(removed.error());
  co_return nullptr;
}

asio::awaitable<Result<protocol::Job>> set_pinned(Daemon& daemon, protocol::JobSetPinnedParams params) {
  co_await daemon.jobs_recovered();
  const Result<jobs::JobRecord> job = co_await daemon.jobs.set_pinned(params.id, params.pinned);
  if (!job) co_return std::unexpected(job.error());
  co_return to_wire(*job);
}

}  // namespace

void bind_job_keep(Binder& binder, Daemon& daemon) {
  binder.on_request<protocol::JobRemove>([&daemon](protocol::JobRemoveParams params) { return remove(daemon, std::move(params)); });
  binder.on_request<protocol::JobSetPinned>(
      [&daemon](protocol::JobSetPinnedParams params) { return set_pinned(daemon, std::move(params)); });
}

}  // namespace tt::server
