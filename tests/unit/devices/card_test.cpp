#include "devices/card.hpp"

#include <doctest/doctest.h>

namespace devices = tt::devices;

TEST_CASE("a serial is brought into one form, and anything else is refused") {
  struct Case {
    std::string_view text;
    std::optional<std::string> serial;
  };
  const Case cases[] = {
      {"0100018611902010", "0100018611902010"},
      {"100018611902010", "0100018611902010"},  // tt-smi drops the leading zero
      {"10001451172208f", "010001451172208F"},
      {"F", "000000000000000F"},
      {"", std::nullopt},
      {"0000000000000000", std::nullopt},
      {"0", std::nullopt},
      {"00100018611902010", std::nullopt},
      {"0x00018611902010", std::nullopt},
      {"0100018611902 10", std::nullopt},
      {"-100018611902010", std::nullopt},
      {"N/A", std::nullopt},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(devices::normalise_serial(c.text) == c.serial);
  }
}

TEST_CASE("the kind, architecture and chips of a card follow from its serial") {
  struct Case {
    std::string_view serial;
    std::string_view kind;
    std::string_view architecture;
    unsigned chips;
    bool spans;
  };
  const Case cases[] = {
      {"0100018611902010", "n150", "wormhole", 1, false},
      {"010001451172208F", "n300", "wormhole", 2, false},
      {"0100035100000000", "galaxy-wormhole", "wormhole", 1, false},
      {"0000036100000000", "p100", "blackhole", 1, false},
      {"000004323191B040", "p100a", "blackhole", 1, false},
      {"0000040100000000", "p150a", "blackhole", 1, false},
      {"000004123191110E", "p150b", "blackhole", 1, false},
      {"0000042131911100", "p150c", "blackhole", 1, false},
      {"0000044131911100", "p300b", "blackhole", 1, true},
      {"000004513190F004", "p300a", "blackhole", 1, true},
      {"0000046131911100", "p300c", "blackhole", 1, true},
      {"0000047131831011", "galaxy-blackhole", "blackhole", 1, false},
      {"0000FFF100000000", "unknown", "unknown", 1, false},
      {"47131831011", "unknown", "unknown", 1, false},  // not in normal form
      {"", "unknown", "unknown", 1, false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.serial);
    const std::string_view kind = devices::kind_of_serial(c.serial);
    CHECK(kind == c.kind);
    CHECK(devices::is_known_kind(kind) == (c.kind != "unknown"));
    CHECK(devices::architecture_of_kind(kind) == c.architecture);
    CHECK(devices::chips_of_kind(kind) == c.chips);
    CHECK(devices::spans_nodes(kind) == c.spans);
  }
}

TEST_CASE("PCI device ids name the architecture") {
  CHECK(devices::architecture_of_pci_device(0x401e) == "wormhole");
  CHECK(devices::architecture_of_pci_device(0xb140) == "blackhole");
  CHECK(devices::architecture_of_pci_device(0xfaca) == "grayskull");
  CHECK(devices::architecture_of_pci_device(0) == "unknown");
}

TEST_CASE("a clock is active where it is nearer to that under load") {
  struct Case {
    std::string_view architecture;
    std::uint32_t megahertz;
    std::optional<bool> active;
  };
  const Case cases[] = {{"wormhole", 500, false},   {"wormhole", 1000, true},  {"wormhole", 940, true}, {"blackhole", 800, false},
                        {"blackhole", 1000, false}, {"blackhole", 1350, true}, {"unknown", 1000, {}},   {"grayskull", 1200, {}}};
  for (const Case& c : cases) {
    CAPTURE(c.architecture);
    CAPTURE(c.megahertz);
    CHECK(devices::is_active_clock(c.architecture, c.megahertz) == c.active);
  }
}
