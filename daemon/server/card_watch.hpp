// What the daemon remembers of the cards from one look at them to the next.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/async.hpp"
#include "devices/history.hpp"
#include "devices/inventory.hpp"
#include "devices/sampler.hpp"
#include "devices/temperature_alarm.hpp"

namespace tt::server {

// Touched on the loop's thread; the sampler alone is lent to the pool, to one look at a time.
struct CardWatch {
  explicit CardWatch(const asio::any_io_executor& executor) : looked(executor), pause(executor) {}

  std::shared_ptr<devices::Sampler> sampler;  // null before the first look
  bool looking = false;
  Signal looked;
  Signal pause;
  devices::History history;
  devices::TemperatureAlarm alarm;
  std::optional<devices::Inventory> told;  // what the client heard last; nothing: it never asked
  std::int64_t wanted_until_ns = 0;        // boottime: until then somebody looks
  bool watching = false;
};

}  // namespace tt::server
