// tenstorrent/device/list, tenstorrent/machine/check and tenstorrent/sync
#include "devices/inventory.hpp"
#include "devices/topology.hpp"
#include "handlers.hpp"
#include "server/checks.hpp"
#include "server/convert.hpp"

namespace tt::server {
namespace {

// A card that one of our jobs leases says so, whoever of the job's processes has it open.
void name_our_jobs(const devices::Inventory& inventory, const Daemon& daemon, protocol::DeviceListResult& result) {
  const auto jobs = daemon.jobs.list(1000);
  if (!jobs) return;
  for (std::size_t i = 0; i < inventory.devices.size(); ++i) {
    const std::string lease = devices::lease_name(inventory.devices[i]);
    for (const jobs::JobRecord& job : *jobs) {
      if (job.state != jobs::JobState::kRunning || job.device != lease) continue;
      if (result.devices[i].holders.empty()) result.devices[i].holders.push_back({{}, job.title, {}});
      for (protocol::DeviceHolder& holder : result.devices[i].holders) holder.job = job.id;
    }
  }
}

asio::awaitable<Result<protocol::DeviceListResult>> list(Daemon& daemon) {
  const std::filesystem::path root = daemon.places.system_root;
  const devices::Inventory inventory = co_await offload(daemon.pool, [root] { return devices::read_inventory(root); });
  protocol::DeviceListResult result = to_wire(inventory);
  name_our_jobs(inventory, daemon, result);
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

void bind_devices(Binder& binder, Daemon& daemon) {
  binder.on_request<protocol::DeviceList>([&daemon](protocol::DeviceListParams) { return list(daemon); });
  binder.on_request<protocol::MachineCheck>([&daemon](protocol::MachineCheckParams) { return check(daemon); });
  binder.on_request<protocol::Sync>([&daemon](protocol::SyncParams) { return sync(daemon); });
}

}  // namespace tt::server
