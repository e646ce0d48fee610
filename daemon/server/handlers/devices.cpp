// tenstorrent/device/list, tenstorrent/device/history, tenstorrent/machine/check and tenstorrent/sync
#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "handlers.hpp"
#include "server/cards.hpp"
#include "server/checks.hpp"
#include "server/convert.hpp"

namespace tt::server {
namespace {

asio::awaitable<Result<protocol::DeviceListResult>> list(Daemon& daemon, Client& client) {
  co_return co_await read_cards(daemon, client);
}

asio::awaitable<Result<protocol::DeviceHistoryResult>> history(Daemon& daemon, protocol::DeviceHistoryParams params) {
  const std::vector<devices::Sample> samples = daemon.cards.history.of(params.index);
  if (samples.empty()) {
    // Nobody looked yet, or there is no such card.
    const devices::Inventory inventory = co_await look_at_cards(daemon);
    if (std::ranges::find(inventory.devices, params.index, &devices::Device::index) == inventory.devices.end()) {
      co_return fail(ErrorKind::kNotFound, fmt::format("There is no card {}.", params.index),
                     "`tenstorrent/device/list` says which cards there are.");
    }
  }
  protocol::DeviceHistoryResult result;
  for (const devices::Sample& sample : daemon.cards.history.of(params.index)) {
    result.samples.push_back({clock::iso8601(sample.at_ms), sample.temperature, sample.power, sample.clock});
  }
  co_return result;
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

void bind_devices(Binder& binder, Daemon& daemon, Client& client) {
  binder.on_request<protocol::DeviceList>([&daemon, &client](protocol::DeviceListParams) { return list(daemon, client); });
  binder.on_request<protocol::DeviceHistory>([&daemon](protocol::DeviceHistoryParams params) { return history(daemon, params); });
  binder.on_request<protocol::MachineCheck>([&daemon](protocol::MachineCheckParams) { return check(daemon); });
  binder.on_request<protocol::Sync>([&daemon](protocol::SyncParams) { return sync(daemon); });
}

}  // namespace tt::server
