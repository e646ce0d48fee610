#include "lesson_hardware.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "devices/card.hpp"

namespace tt::server {
namespace {

// p300a and p300b are boards that lessons don't name: they keep their own names.
std::string lesson_kind(std::string_view kind) {
  if (kind.starts_with("galaxy")) return "galaxy";
  for (const std::string_view family : {"p100", "p150"}) {
    if (kind.starts_with(family)) return std::string(family);
  }
  return std::string(kind);
}

std::size_t boards(const devices::Inventory& inventory, std::string_view kind) {
  std::set<std::string> serials;
  std::size_t without = 0;
  for (const devices::Device& device : inventory.devices) {
    if (device.kind != kind) continue;
    if (devices::spans_nodes(kind) && device.serial) {
      serials.insert(*device.serial);
    } else {
      ++without;
    }
  }
  return serials.size() + without;
}

bool contains(std::span<const std::string> list, std::string_view value) { return std::ranges::find(list, value) != list.end(); }

}  // namespace

std::vector<std::string> lesson_hardware(const devices::Inventory& inventory) {
  std::vector<std::string> kinds;
  const auto add = [&](std::string kind) {
    if (!contains(kinds, kind)) kinds.push_back(std::move(kind));
  };
  for (const devices::Device& device : inventory.devices) {
    if (device.kind != devices::kUnknown) add(lesson_kind(device.kind));
  }
  if (boards(inventory, "n300") == 4) add("t3k");
  if (boards(inventory, "p300c") == 2) add("p300x2");
  return kinds;
}

protocol::LessonHardware hardware_of(const lessons::FrontMatter& front, std::vector<std::string> here) {
  protocol::LessonHardware out;
  std::vector<std::string> kinds = front.supported_hardware;
  for (const std::vector<std::string>* more : {&front.validated_on, &std::as_const(here)}) {
    for (const std::string& kind : *more) {
      if (!contains(kinds, kind)) kinds.push_back(kind);
    }
  }
  const bool any = front.supported_hardware.empty();
  for (const std::string& kind : kinds) {
    out.choices.push_back(
        {kind, any || contains(front.supported_hardware, kind), contains(front.validated_on, kind), contains(here, kind)});
  }
  const auto fits = std::ranges::find_if(out.choices, [](const auto& choice) { return choice.here && choice.supported; });
  const auto present = std::ranges::find_if(out.choices, &protocol::HardwareChoice::here);
  if (fits != out.choices.end()) {
    out.preferred = fits->kind;
  } else if (present != out.choices.end()) {
    out.preferred = present->kind;
  } else if (!out.choices.empty()) {
    out.preferred = out.choices.front().kind;
  }
  out.here = std::move(here);
  return out;
}

asio::awaitable<std::vector<std::string>> hardware_here(Daemon& daemon) {
  co_return co_await offload(daemon.pool,
                             [root = daemon.places.system_root] { return lesson_hardware(devices::read_inventory(root)); });
}

}  // namespace tt::server
