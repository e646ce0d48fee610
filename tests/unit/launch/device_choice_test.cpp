#include "launch/device_choice.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace tt;

namespace {

devices::Device card(std::uint32_t index, std::string kind, bool held = false, std::string serial = "") {
  devices::Device device;
  device.index = index;
  device.kind = std::move(kind);
  device.architecture = device.kind.starts_with("n") ? "wormhole" : "blackhole";
  device.pci = "0000:0" + std::to_string(index) + ":00.0";
  if (!serial.empty()) device.serial = std::move(serial);
  if (held) device.holders.push_back({.pid = 7, .program = "python"});
  return device;
}

devices::Inventory machine(std::vector<devices::Device> cards) { return {"2.10.0", std::move(cards)}; }

// The choices as people read them, best first.
std::vector<std::string> names(std::string_view need, const devices::Inventory& inventory) {
  const auto choices = launch::choose_cards(need, inventory);
  REQUIRE_MESSAGE(choices.has_value(), choices.error().message);
  std::vector<std::string> out;
  for (const jobdir::CardChoice& choice : *choices) out.push_back(choice.device);
  return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("who needs no card gets none, whatever there is") {
  for (const char* need : {"", "none"}) CHECK(names(need, machine({card(0, "n150")})).empty());
}

TEST_CASE("every card that fits is a choice, those that nobody holds before the others") {
  CHECK(names("any", machine({card(0, "n150"), card(1, "n300")})) == Names{"n150 0", "n300 1"});
  CHECK(names("any", machine({card(0, "n150", true), card(1, "n300"), card(2, "n300")})) == Names{"n300 1", "n300 2", "n150 0"});
  CHECK(names("n300", machine({card(0, "n150"), card(1, "n300", true), card(2, "n300")})) == Names{"n300 2", "n300 1"});
  CHECK(names("p150", machine({card(0, "p150a"), card(1, "p150c"), card(2, "p100a")})) == Names{"p150a 0", "p150c 1"});
  CHECK(names("p150c", machine({card(0, "p150a"), card(1, "p150c")})) == Names{"p150c 1"});
  CHECK(names("card 1", machine({card(0, "n150"), card(1, "n300", true)})) == Names{"n300 1"});
}

TEST_CASE("of several cards every combination is a choice, up to a number that a supervisor can look at") {
  CHECK(names("2 n300", machine({card(0, "n300"), card(1, "n300", true), card(2, "n300")})) ==
        Names{"n300 0, n300 2", "n300 0, n300 1", "n300 1, n300 2"});
  CHECK(names("3 n300", machine({card(0, "n300"), card(1, "n300"), card(2, "n300")})) == Names{"n300 0, n300 1, n300 2"});
  std::vector<devices::Device> many;
  for (std::uint32_t i = 0; i < 8; ++i) many.push_back(card(i, "n150"));
  CHECK(names("4 n150", machine(many)).size() == 70);
  for (std::uint32_t i = 8; i < 32; ++i) many.push_back(card(i, "n150"));
  CHECK(names("16 n150", machine(many)).size() == 128);
  CHECK(names("32 n150", machine(many)).size() == 1);
}

TEST_CASE("a board of two nodes is one card with one lease, told by both nodes") {
  const devices::Inventory two =
      machine({card(0, "p300c", false, "0000046131911001"), card(1, "p300c", false, "0000046131911001"),
               card(2, "p300c", false, "0000046131911002"), card(3, "p300c", false, "0000046131911002")});
  const auto choices = launch::choose_cards("p300", two);
  REQUIRE(choices);
  REQUIRE(choices->size() == 2);
  CHECK((*choices)[1].device == "p300c 2+3");
  CHECK((*choices)[1].leases == Names{"board-0000046131911002"});
  CHECK((*choices)[1].nodes == std::vector<std::uint32_t>{2, 3});
  CHECK(names("card 3", two) == Names{"p300c 2+3"});
  CHECK(names("2 p300c", two) == Names{"p300c 0+1, p300c 2+3"});
}

TEST_CASE("a refusal says what is needed and what there is instead") {
  const auto message = [](std::string_view need, const devices::Inventory& inventory) {
    const auto chosen = launch::choose_cards(need, inventory);
    REQUIRE_FALSE(chosen);
    CHECK(chosen.error().kind == ErrorKind::kPrerequisite);
    CHECK_FALSE(chosen.error().remedy.empty());
    return chosen.error().message;
  };
  CHECK(message("any", {}).find("driver isn't loaded") != std::string::npos);
  CHECK(message("any", machine({})).find("no card") != std::string::npos);
  const devices::Inventory there = machine({card(0, "n150"), card(3, "n300")});
  CHECK(message("galaxy", there) == "This needs a card of kind galaxy. This machine has n150 0, n300 3.");
  CHECK(message("2 n300", there) == "This needs 2 cards of kind n300. This machine has n150 0, n300 3.");
  CHECK(message("card 1", there) == "This needs the card with index 1. This machine has n150 0, n300 3.");
  CHECK(launch::choose_cards("four", there).error().kind == ErrorKind::kPrerequisite);
  CHECK(launch::choose_cards("4, n300", there).error().kind == ErrorKind::kInvalidArgument);
}

TEST_CASE("the environment follows from the cards that are leased, not from those that are there") {
  const devices::Inventory all = machine({card(0, "n300"), card(1, "n300"), card(2, "n300"), card(3, "n300")});
  const auto environment = [](std::string_view need, const devices::Inventory& inventory) {
    const auto choices = launch::choose_cards(need, inventory);
    REQUIRE(choices);
    return choices->front().environment;
  };
  CHECK(environment("n300", all) == Names{"MESH_DEVICE=N300", "ARCH_NAME=wormhole_b0", "TT_VISIBLE_DEVICES=0000:00:00.0"});
  CHECK(environment("4 n300", all) == Names{"MESH_DEVICE=T3K", "ARCH_NAME=wormhole_b0"});
  // Two have no name of their own.
  CHECK(environment("2 n300", all) == Names{"ARCH_NAME=wormhole_b0", "TT_VISIBLE_DEVICES=0000:00:00.0,0000:01:00.0"});
  CHECK(environment("any", machine({card(0, "p150b")})) == Names{"MESH_DEVICE=P150", "ARCH_NAME=blackhole"});
  devices::Inventory unknown = machine({card(0, "n150"), card(1, "n150")});
  unknown.devices[0].pci.reset();
  CHECK(environment("card 0", unknown) == Names{"MESH_DEVICE=N150", "ARCH_NAME=wormhole_b0"});
}
