#include "cards.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "convert.hpp"
#include "devices/change.hpp"
#include "devices/look_pace.hpp"
#include "devices/topology.hpp"

namespace tt::server {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstPause = 2s;
constexpr auto kWantedFor = 60s;

constexpr std::uint32_t kUsualWarning = 85;
constexpr std::uint32_t kHighestWarning = 150;

std::int64_t nanoseconds(std::chrono::nanoseconds duration) { return duration.count(); }

// When the job began to run, by the wall clock.
std::string began(const jobs::JobRecord& job) {
  if (job.started_boottime_ns <= 0) return clock::iso8601(job.created_ms);
  return clock::iso8601(clock::wall_ms() - (clock::boottime_ns() - job.started_boottime_ns) / 1'000'000);
}

void name_our_jobs(const devices::Inventory& inventory, const Daemon& daemon, protocol::DeviceListResult& result) {
  const auto jobs = daemon.jobs.list(1000);
  if (!jobs) return;
  for (std::size_t i = 0; i < inventory.devices.size(); ++i) {
    const std::string lease = devices::lease_name(inventory.devices[i]);
    for (const jobs::JobRecord& job : *jobs) {
      if (job.state != jobs::JobState::kRunning || std::ranges::find(job.leases, lease) == job.leases.end()) continue;
      std::vector<protocol::DeviceHolder>& holders = result.devices[i].holders;
      // A driver before 2.5.0 can't tell who has the card open; the lease can.
      if (holders.empty()) holders.push_back({{}, job.title, {}, began(job), false});
      for (protocol::DeviceHolder& holder : holders) holder.job = job.id;
    }
  }
}

protocol::DeviceListResult with_jobs(const devices::Inventory& inventory, const Daemon& daemon) {
  protocol::DeviceListResult result = to_wire(inventory);
  name_our_jobs(inventory, daemon, result);
  return result;
}

void warn_of_heat(Daemon& daemon, Client& client, const devices::Inventory& inventory) {
  const std::uint32_t limit = std::min(daemon.settings.temperatureWarning.value_or(kUsualWarning), kHighestWarning);
  for (const devices::Device& card : daemon.cards.alarm.crossed(inventory, limit)) {
    client.notify<protocol::WindowShowMessage>(
        {protocol::MessageType::kWarning,
         fmt::format("{} {} has {:.0f} °C: hotter than {} °C, from which on a card is warned of (tenstorrent.temperatureWarning).",
                     card.kind, card.index, *card.temperature, limit)});
  }
}

void tell(Daemon& daemon, Client& client, devices::Inventory inventory) {
  client.notify<protocol::DeviceDidChange>(with_jobs(inventory, daemon));
  daemon.cards.told = std::move(inventory);
}

asio::awaitable<void> watch(Daemon& daemon, Client& client) {
  CardWatch& cards = daemon.cards;
  struct Leave {
    bool& watching;
    ~Leave() { watching = false; }
  } leave{cards.watching};
  devices::LookPace pace;
  std::chrono::milliseconds pause = kFirstPause;
  for (;;) {
    co_await cards.pause.wait_for(pause);
    if (clock::boottime_ns() >= cards.wanted_until_ns) co_return;
    const std::int64_t begun = clock::boottime_ns();
    devices::Inventory inventory = co_await look_at_cards(daemon);
    const std::chrono::nanoseconds took(clock::boottime_ns() - begun);
    pause = pace.after(cards.told, inventory, took);
    warn_of_heat(daemon, client, inventory);
    if (!cards.told || devices::differs(*cards.told, inventory)) tell(daemon, client, std::move(inventory));
  }
}

}  // namespace

asio::awaitable<devices::Inventory> look_at_cards(Daemon& daemon) {
  CardWatch& cards = daemon.cards;
  while (cards.looking) co_await cards.looked.wait_for(1s);
  cards.looking = true;
  struct Leave {
    CardWatch& cards;
    ~Leave() {
      cards.looking = false;
      cards.looked.notify_all();
    }
  } leave{cards};
  if (!cards.sampler) cards.sampler = std::make_shared<devices::Sampler>(daemon.places.system_root);
  devices::Inventory inventory = co_await offload(daemon.pool, [sampler = cards.sampler] { return sampler->sample(); });
  cards.history.add(inventory);
  co_return inventory;
}

asio::awaitable<protocol::DeviceListResult> read_cards(Daemon& daemon, Client& client) {
  CardWatch& cards = daemon.cards;
  devices::Inventory inventory = co_await look_at_cards(daemon);
  cards.wanted_until_ns = clock::boottime_ns() + nanoseconds(kWantedFor);
  if (!cards.watching) {
    cards.watching = true;
    spawn(daemon.executor, "watch the cards", watch(daemon, client));
  }
  warn_of_heat(daemon, client, inventory);
  protocol::DeviceListResult result = with_jobs(inventory, daemon);
  cards.told = std::move(inventory);
  co_return result;
}

asio::awaitable<void> tell_cards(Daemon& daemon, Client& client) {
  if (!daemon.cards.told) co_return;
  tell(daemon, client, co_await look_at_cards(daemon));
}

}  // namespace tt::server
