// tenstorrent/job/move
#include "handlers.hpp"
#include "server/convert.hpp"

namespace tt::server {
namespace {

jobdir::Move to_move(protocol::QueueMove move) {
  switch (move) {
    case protocol::QueueMove::kFirst: return jobdir::Move::kFirst;
    case protocol::QueueMove::kUp: return jobdir::Move::kUp;
    case protocol::QueueMove::kDown: return jobdir::Move::kDown;
  }
  return jobdir::Move::kFirst;
}

asio::awaitable<Result<protocol::Job>> move(Daemon& daemon, protocol::JobMoveParams params) {
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  co_await daemon.jobs_recovered();
  const Result<jobs::JobRecord> job = co_await daemon.jobs.move(params.id, to_move(params.to));
  if (!job) co_return std::unexpected(job.error());
  co_return to_wire(*job);
}

}  // namespace

void bind_job_queue(Binder& binder, Daemon& daemon) {
  binder.on_request<protocol::JobMove>([&daemon](protocol::JobMoveParams params) { return move(daemon, std::move(params)); });
}

}  // namespace tt::server
