#include "cards.hpp"

#include <algorithm>

#include "convert.hpp"
#include "devices/inventory.hpp"
#include "devices/topology.hpp"

namespace tt::server {
namespace {

void name_our_jobs(const devices::Inventory& inventory, const Daemon& daemon, protocol::DeviceListResult& result) {
  const auto jobs = daemon.jobs.list(1000);
  if (!jobs) return;
  for (std::size_t i = 0; i < inventory.devices.size(); ++i) {
    const std::string lease = devices::lease_name(inventory.devices[i]);
    for (const jobs::JobRecord& job : *jobs) {
      if (job.state != jobs::JobState::kRunning || std::ranges::find(job.leases, lease) == job.leases.end()) continue;
      // A driver before 2.5.0 can't tell who has the card open; the lease can.
      if (result.devices[i].holders.empty()) result.devices[i].holders.push_back({{}, job.title, {}, {}, false});
      for (protocol::DeviceHolder& holder : result.devices[i].holders) holder.job = job.id;
    }
  }
}

}  // namespace

asio::awaitable<protocol::DeviceListResult> read_cards(Daemon& daemon) {
  const std::filesystem::path root = daemon.places.system_root;
  const devices::Inventory inventory = co_await offload(daemon.pool, [root] { return devices::read_inventory(root); });
  protocol::DeviceListResult result = to_wire(inventory);
  name_our_jobs(inventory, daemon, result);
  co_return result;
}

}  // namespace tt::server
