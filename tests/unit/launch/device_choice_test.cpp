#include "launch/device_choice.hpp"

#include <doctest/doctest.h>

using namespace tt;

namespace {

devices::Device card(std::uint32_t index, std::string kind, bool held = false) {
  devices::Device device;
  device.index = index;
  device.kind = std::move(kind);
  if (held) device.holders.push_back({7, "python"});
  return device;
}

devices::Inventory machine(std::vector<devices::Device> cards) { return {"2.10.0", std::move(cards)}; }

}  // namespace

TEST_CASE("who needs no card gets none, whatever there is") {
  for (const char* need : {"", "none"}) {
    const auto chosen = launch::choose_card(need, machine({card(0, "n150")}));
    REQUIRE(chosen);
    CHECK_FALSE(*chosen);
  }
}

TEST_CASE("the first card that nobody holds is chosen, else the first of its kind") {
  const auto index = [](std::string_view need, std::vector<devices::Device> cards) {
    const auto chosen = launch::choose_card(need, machine(std::move(cards)));
    REQUIRE(chosen);
    REQUIRE(*chosen);
    return (*chosen)->index;
  };
  CHECK(index("any", {card(0, "n150"), card(1, "n300")}) == 0);
  CHECK(index("any", {card(0, "n150", true), card(1, "n300"), card(2, "n300")}) == 1);
  CHECK(index("any", {card(0, "n150", true), card(1, "n300", true)}) == 0);
  CHECK(index("n300", {card(0, "n150"), card(1, "n300", true), card(2, "n300")}) == 2);
  CHECK(index("n300", {card(0, "n150"), card(1, "n300", true)}) == 1);
}

TEST_CASE("a refusal says what is needed and what there is instead") {
  const auto message = [](std::string_view need, const devices::Inventory& inventory) {
    const auto chosen = launch::choose_card(need, inventory);
    REQUIRE_FALSE(chosen);
    CHECK(chosen.error().kind == ErrorKind::kPrerequisite);
    CHECK_FALSE(chosen.error().remedy.empty());
    return chosen.error().message;
  };
  CHECK(message("any", {}).find("driver isn't loaded") != std::string::npos);
  CHECK(message("any", machine({})).find("no card") != std::string::npos);
  const std::string other = message("galaxy", machine({card(0, "n150"), card(3, "n300")}));
  CHECK(other.find("galaxy") != std::string::npos);
  CHECK(other.find("n150 0, n300 3") != std::string::npos);
}

TEST_CASE("a card is told by kind and index") {
  CHECK(launch::describe_card(card(2, "p150a")) == "p150a 2");
  CHECK(launch::describe_card(std::nullopt) == "none");
}
