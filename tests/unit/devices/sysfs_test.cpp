#include "devices/sysfs.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "support/sysfs_tree.hpp"

namespace devices = tt::devices;

TEST_CASE("numbers are parsed strictly") {
  struct Case {
    std::string_view text;
    int base;
    std::optional<std::uint64_t> value;
  };
  const Case cases[] = {
      {"0", 10, 0},         {"1350", 10, 1350}, {"18446744073709551615", 10, UINT64_MAX},
      {"", 10, {}},         {"-1", 10, {}},     {"18446744073709551616", 10, {}},
      {"1 ", 10, {}},       {" 1", 10, {}},     {"+1", 10, {}},
      {"1.0", 10, {}},      {"0x10", 10, {}},   {"0x401e", 16, 0x401e},
      {"B140", 16, 0xb140}, {"0x", 16, {}},     {"0x0x1", 16, {}},
      {"12MHz", 10, {}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(devices::parse_unsigned(c.text, c.base) == c.value);
  }
  CHECK(devices::parse_signed("-5250") == -5250);
  CHECK_FALSE(devices::parse_signed("-").has_value());
}

TEST_CASE("what can't be read as a small text is nothing") {
  const tt::test::SysfsTree tree;
  tree.write("a", " 12 \n");
  tree.write("empty", "");
  tree.write("blank", "\n");
  tree.write("limit", std::string(4096, 'x'));
  tree.write("large", std::string(4097, 'x'));
  tree.make_unreadable("folder");
  REQUIRE(::mkfifo((tree.root() / "fifo").c_str(), 0600) == 0);
  const tt::Fd root = devices::open_folder(AT_FDCWD, tree.root().c_str());
  REQUIRE(root);
  CHECK(devices::read_text(root.get(), "a") == "12");
  CHECK(devices::read_text(root.get(), "limit").value_or("").size() == 4096);
  for (const char* name : {"empty", "blank", "large", "folder", "fifo", "missing"}) {
    CAPTURE(name);
    CHECK_FALSE(devices::read_text(root.get(), name).has_value());
  }
  CHECK_FALSE(devices::read_text(root.get(), "limit", 4095).has_value());
  CHECK(devices::read_text(root.get(), "large", 4097).has_value());
  CHECK_FALSE(devices::open_folder(root.get(), "a"));
  CHECK_FALSE(devices::read_link(root.get(), "a").has_value());
}

TEST_CASE("a file that is out of the driver's reach is told from one that is missing") {
  const tt::test::SysfsTree tree;
  tree.write("a", "12\n");
  tree.write("empty", "");
  tree.make_unreadable("folder");
  tree.detach("detached");
  const tt::Fd root = devices::open_folder(AT_FDCWD, tree.root().c_str());
  CHECK(devices::read_attribute(root.get(), "detached").detached);
  CHECK_FALSE(devices::read_attribute(root.get(), "detached").text.has_value());
  for (const char* name : {"a", "empty", "folder", "missing"}) {
    CAPTURE(name);
    CHECK_FALSE(devices::read_attribute(root.get(), name).detached);
  }
}

TEST_CASE("a file that stays open gives what it holds now, and is found again when it was taken away") {
  const tt::test::SysfsTree tree;
  tree.write("clock", "500\n");
  const tt::Fd folder = devices::open_folder(AT_FDCWD, tree.root().c_str());
  devices::OpenAttribute clock;
  CHECK(clock.read(folder.get(), "clock").text == "500");
  tree.write("clock", "1000\n");
  CHECK(clock.read(folder.get(), "clock").text == "1000");

  tree.write("other", "1350\n");
  std::filesystem::rename(tree.root() / "other", tree.root() / "clock");
  CHECK(clock.read(folder.get(), "clock").text == "1350");

  tree.remove("clock");
  CHECK_FALSE(clock.read(folder.get(), "clock").text.has_value());
  CHECK_FALSE(clock.read(folder.get(), "clock").detached);
  tree.detach("clock");
  CHECK(clock.read(folder.get(), "clock").detached);
  tree.remove("clock");
  tree.make_unreadable("clock");
  CHECK_FALSE(clock.read(folder.get(), "clock").text.has_value());
  tree.remove("clock");
  tree.write("clock", "800\n");
  CHECK(clock.read(folder.get(), "clock").text == "800");
  tree.write("clock", "");
  CHECK_FALSE(clock.read(folder.get(), "clock").text.has_value());
}
