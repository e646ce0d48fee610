#include "launch/reset.hpp"

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "home.hpp"

using namespace tt;
namespace fs = std::filesystem;

namespace {

// With tt-smi in it; also a machine's root.
struct Machine : Home {
  launch::Context context(devices::Inventory inventory) const {
    launch::Context context;
    context.home = path.string();
    context.environment = {{"PATH", (path / "bin").string()}};
    context.inventory = std::move(inventory);
    return context;
  }
};

struct Card {
  std::uint32_t index;
  const char* kind;
  const char* serial;
  const char* pci;
};

devices::Inventory machine(std::initializer_list<Card> cards) {
  devices::Inventory inventory{"2.10.0", {}};
  for (const Card& card : cards) {
    devices::Device& device = inventory.devices.emplace_back();
    device.index = card.index;
    device.kind = card.kind;
    device.serial = card.serial;
    if (*card.pci) device.pci = card.pci;
  }
  return inventory;
}

}  // namespace

TEST_CASE("what is reset is the board, by a name that means the same to every tt-smi") {
  const Card first{0, "n300", "0100014511722080", "0000:01:00.0"}, second{1, "n300", "0100014511722081", "0000:02:00.0"};
  const Card left{0, "p300a", "000004513190F004", "0000:03:00.0"}, right{1, "p300a", "000004513190F004", "0000:04:00.0"};
  struct Case {
    const char* what;
    devices::Inventory inventory;
    std::optional<std::uint32_t> index;
    std::string target, title, lease;
  };
  const Case cases[] = {
      {"the only card", machine({first}), {}, "0", "Reset n300 0", "card-0"},
      {"one of two", machine({first, second}), 1, "1", "Reset n300 1", "card-1"},
      {"both nodes of a board", machine({left, right}), 1, "0,1", "Reset p300a 0 and p300a 1", "board-000004513190F004"},
      {"both nodes of the only board", machine({left, right}), {}, "0,1", "Reset p300a 0 and p300a 1", "board-000004513190F004"},
      {"nodes in another order than the bus",
       machine({{0, "n300", "0100014511722080", "0000:c1:00.0"}, {1, "n300", "0100014511722081", "0000:02:00.0"}}), 1,
       "/dev/tenstorrent/1", "Reset n300 1", "card-1"},
      {"a node is away", machine({second}), 1, "/dev/tenstorrent/1", "Reset n300 1", "card-1"},
      {"no PCI address", machine({{0, "n150", "0100018611902010", ""}}), 0, "/dev/tenstorrent/0", "Reset n150 0", "card-0"},
  };
  const Machine home;
  home.write("bin/tt-smi", 0755);
  for (const Case& c : cases) {
    CAPTURE(c.what);
    const Result<launch::Prepared> prepared = launch::prepare_reset(c.index, home.context(c.inventory), home.path);
    REQUIRE(prepared);
    CHECK(prepared->request.argv == std::vector<std::string>{(home.path / "bin/tt-smi").string(), "-r", c.target});
    CHECK(prepared->preview.argv == prepared->request.argv);
    CHECK(prepared->request.title == c.title);
    REQUIRE(prepared->request.choices.size() == 1);
    CHECK(prepared->request.choices[0].leases == std::vector<std::string>{c.lease});
    CHECK(prepared->request.choices[0].nodes.empty());  // it waits for nobody
    CHECK(prepared->request.time_limit == std::chrono::minutes(2));
    CHECK(prepared->consent_key.empty());  // asked about each time
  }
}

TEST_CASE("who holds the card is shown once each") {
  const Machine home;
  home.write(".local/bin/tt-smi", 0755);
  devices::Inventory inventory =
      machine({{0, "p300a", "000004513190F004", "0000:03:00.0"}, {1, "p300a", "000004513190F004", "0000:04:00.0"}});
  const auto shown = [&] { return launch::prepare_reset(0, home.context(inventory), home.path).value().preview.device; };
  CHECK(shown() == "p300a 0 and p300a 1, held by nobody");
  inventory.devices[0].holders = {{0, std::nullopt}, {77, "py\nthon"}};
  inventory.devices[1].holders = {{77, "py\nthon"}, {99, std::nullopt}};
  CHECK(shown().find("held by a process that can't be seen from here, py") != std::string::npos);
  CHECK(shown().find('\n') == std::string::npos);
  CHECK(shown().find("(77)") == shown().rfind("(77)"));
  CHECK(shown().find("a process (99), which loses it") != std::string::npos);
}

TEST_CASE("tt-smi is found where people install it, and its lack is said") {
  const devices::Inventory one = machine({{0, "n150", "0100018611902010", "0000:01:00.0"}});
  for (const char* place : {"bin/tt-smi", ".tenstorrent-venv/bin/tt-smi", ".local/bin/tt-smi"}) {
    CAPTURE(place);
    const Machine home;
    const Result<launch::Prepared> without = launch::prepare_reset(0, home.context(one), home.path);
    REQUIRE_FALSE(without);
    CHECK(without.error().kind == ErrorKind::kPrerequisite);
    CHECK(without.error().message.find("tt-smi is neither on PATH nor in") != std::string::npos);
    CHECK_FALSE(without.error().remedy.empty());
    home.write(place, 0755);
    CHECK(launch::prepare_reset(0, home.context(one), home.path).has_value());
  }
}

TEST_CASE("what can't or mustn't be reset is refused") {
  const Machine home;
  home.write("bin/tt-smi", 0755);
  const devices::Inventory two =
      machine({{0, "n150", "0100018611902010", "0000:01:00.0"}, {1, "n150", "0100018611902011", "0000:02:00.0"}});
  const auto kind = [&](std::optional<std::uint32_t> index, const devices::Inventory& inventory) {
    const Result<launch::Prepared> prepared = launch::prepare_reset(index, home.context(inventory), home.path);
    REQUIRE_FALSE(prepared);
    return prepared.error().kind;
  };
  CHECK(kind(0, {}) == ErrorKind::kNotFound);
  CHECK(kind({}, {}) == ErrorKind::kNotFound);
  CHECK(kind(2, two) == ErrorKind::kNotFound);
  CHECK(kind({}, two) == ErrorKind::kInvalidArgument);
  home.write("run/tt-device-broker/broker.sock");
  CHECK(kind(0, two) == ErrorKind::kConflict);
}

TEST_CASE("a galaxy is given longer") {
  const Machine home;
  home.write("bin/tt-smi", 0755);
  const auto inventory = machine({{0, "galaxy-wormhole", "0100035100000000", "0000:c1:00.0"}});
  CHECK(launch::prepare_reset(0, home.context(inventory), home.path).value().request.time_limit == std::chrono::minutes(16));
}
