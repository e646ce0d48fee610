// tenstorrent/device/list, tenstorrent/machine/check and tenstorrent/sync
#include "handlers.hpp"
#include "server/cards.hpp"
#include "server/checks.hpp"
#include "server/convert.hpp"

namespace tt::server {
namespace {

asio::awaitable<Result<protocol::DeviceListResult>> list(Daemon& daemon) {
  daemon.shows_cards = true;
  co_return co_await read_cards(daemon);
}

asio::awaitable<Result<protocol::MachineCheckResult>> check(Daemon& daemon) {
  const std::vector<doctor::Check> checks = co_await run_checks(daemon);
  protocol::MachineCheckResult result;
  for (const doctor::Check& one : checks) result.checks.push_back(to_wire(one));
  result.report = checks_report(daemon, checks);
  co_return result;
}

asio::awaitable<Result<std::nullptr_t>> sync(Daemon& daemon) {
  co_await daemon.packs_loaded();
  co_await daemon.jobs_recovered();
  co_await daemon.jobs.drained();
  co_await daemon.background.idle();
  co_return nullptr;
}

}  // namespace

void bind_devices(Binder& binder, Daemon& daemon) {
  binder.on_request<protocol::DeviceList>([&daemon](protocol::DeviceListParams) { return list(daemon); });
  binder.on_request<protocol::MachineCheck>([&daemon](protocol::MachineCheckParams) { return check(daemon); });
  binder.on_request<protocol::Sync>([&daemon](protocol::SyncParams) { return sync(daemon); });
}

}  // namespace tt::server
