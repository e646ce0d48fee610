#include "devices/holders.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>

#include "base/clock.hpp"
#include "support/sysfs_tree.hpp"

namespace devices = tt::devices;
using devices::Holder;
using tt::test::SysfsTree;

namespace {

constexpr std::uint32_t kWaiters = 0x80000000;
constexpr std::uint32_t kOwnerDied = 0x40000000;

SysfsTree& with_card(SysfsTree& tree, std::string_view driver = "2.10.0") {
  tree.add_box("n150", driver);
  return tree;
}

}  // namespace

TEST_CASE("the processes that the driver counts are told once each, those that can't be seen as one") {
  SysfsTree tree;
  with_card(tree);
  CHECK(devices::holders_of(tree.root(), 0).empty());
  tree.add_process(4242, "python3");
  tree.hold(0, {4242, 0, 77, 4242, 0, 4242});
  const std::vector<Holder> holders = devices::holders_of(tree.root(), 0);
  REQUIRE(holders.size() == 3);
  CHECK(holders[0].pid == 0);
  CHECK_FALSE(holders[0].program.has_value());
  CHECK(holders[1].pid == 77);
  CHECK_FALSE(holders[1].program.has_value());
  CHECK_FALSE(holders[1].since_ms.has_value());
  CHECK(holders[2].pid == 4242);
  CHECK(holders[2].program == "python3");
  CHECK_FALSE(holders[2].locks);
}

TEST_CASE("what is no list of processes names none") {
  SysfsTree tree;
  with_card(tree);
  tree.write("proc/driver/tenstorrent/0/pids", "abc\n-5\n 9\n99999999999999\n");
  CHECK(devices::holders_of(tree.root(), 0).empty());
  tree.make_unreadable("proc/driver/tenstorrent/0/pids");
  CHECK(devices::holders_of(tree.root(), 0).empty());
  CHECK(devices::holders_of(tree.root(), 7).empty());
  CHECK(devices::holders_of(tree.root() / "missing", 0).empty());
}

TEST_CASE("a process's start is told by the wall clock, whatever its name") {
  SysfsTree tree;
  with_card(tree);
  const long ticks = ::sysconf(_SC_CLK_TCK);
  tree.add_process(31, "a) S 1 (b", static_cast<std::uint64_t>(90 * ticks));
  tree.hold(0, {31});
  const std::vector<Holder> holders = devices::holders_of(tree.root(), 0);
  REQUIRE(holders.size() == 1);
  const std::int64_t boot = tt::clock::wall_ms() - tt::clock::boottime_ns() / 1'000'000;
  REQUIRE(holders[0].since_ms.has_value());
  CHECK(std::abs(*holders[0].since_ms - (boot + 90'000)) < 5'000);

  for (const char* stat : {"", "31 (b) S 1", "31 b S", "31 (b) S 1 2 3 0 -1 4 9 0 0 0 5 2 0 0 20 0 1 0 soon 1",
                           "31 (b) S 1 2 3 0 -1 4 9 0 0 0 5 2 0 0 20 0 1 0 -4 1"}) {
    CAPTURE(stat);
    tree.write("proc/31/stat", stat);
    CHECK_FALSE(devices::holders_of(tree.root(), 0).at(0).since_ms.has_value());
  }
}

TEST_CASE("the CHIP_IN_USE lock names its holder only while the word is held") {
  struct Case {
    const char* what;
    std::uint32_t word;
    int pid;
    std::vector<std::int64_t> holders;
  };
  const Case cases[] = {
      {"free", 0, 4242, {}},
      {"held by the process's first thread", 4242, 4242, {4242}},
      {"held by another of its threads", 4243, 4242, {4242}},
      {"held, and others wait", 4243 | kWaiters, 4242, {4242}},
      {"its holder was killed", kOwnerDied, 4242, {}},
      {"its holder was killed while others waited", 4243 | kOwnerDied | kWaiters, 4242, {}},
      {"a left-over bit", kWaiters, 4242, {}},
      {"a process of another namespace, which no process here is", 9, 99, {99}},
      {"a process of another namespace, with the number of one here", 9, 4242, {0}},
      {"taken this moment, and not yet signed", 9, 0, {0}},
      {"signed with nonsense", 9, -3, {0}},
  };
  SysfsTree tree;
  with_card(tree);
  tree.add_process(4242, "python3", 4711, {4243});
  for (const Case& c : cases) {
    CAPTURE(c.what);
    tree.write_lock(0, c.word, c.pid);
    const std::vector<Holder> holders = devices::holders_of(tree.root(), 0);
    REQUIRE(holders.size() == c.holders.size());
    for (std::size_t i = 0; i < holders.size(); ++i) {
      CHECK(holders[i].pid == c.holders[i]);
      CHECK(holders[i].locks);
      CHECK(holders[i].program.has_value() == (c.holders[i] == 4242));
    }
  }
}

TEST_CASE("a lock is told also where the driver is too old to count, and belongs to one of those that it counts") {
  SysfsTree old;
  with_card(old, "2.4.0");
  old.write_lock(0, 50, 50);
  REQUIRE(devices::holders_of(old.root(), 0).size() == 1);

  SysfsTree tree;
  with_card(tree);
  tree.add_process(50, "python3");
  tree.write_lock(0, 50, 50);
  tree.hold(0, {60, 50});
  std::vector<Holder> holders = devices::holders_of(tree.root(), 0);
  REQUIRE(holders.size() == 2);
  CHECK(holders[0].locks);
  CHECK_FALSE(holders[1].locks);

  // From inside a container it signs with a number that here is another's: the one process that has the node open it is.
  tree.write_lock(0, 8, 50);
  tree.hold(0, {60});
  holders = devices::holders_of(tree.root(), 0);
  REQUIRE(holders.size() == 1);
  CHECK(holders[0].pid == 60);
  CHECK(holders[0].locks);
  tree.hold(0, {60, 61});
  holders = devices::holders_of(tree.root(), 0);
  REQUIRE(holders.size() == 2);
  CHECK_FALSE(holders[0].locks);
}

TEST_CASE("only a lock file of the known layout counts, and a link is not followed") {
  SysfsTree tree;
  with_card(tree);
  const std::string path = "dev/shm/TT_UMD_LOCK.CHIP_IN_USE_0_PCIe";
  tree.write_lock(0, 50, 50, 0x1234);
  CHECK(devices::holders_of(tree.root(), 0).empty());
  tree.write(path, std::string(55, '\x05'));
  CHECK(devices::holders_of(tree.root(), 0).empty());
  tree.make_unreadable(path);
  CHECK(devices::holders_of(tree.root(), 0).empty());
  tree.detach(path);
  CHECK(devices::holders_of(tree.root(), 0).empty());
  tree.write_lock(1, 50, 50);
  tree.remove(path);
  tree.link(path, "dev/shm/TT_UMD_LOCK.CHIP_IN_USE_1_PCIe");
  CHECK(devices::holders_of(tree.root(), 0).empty());
  CHECK(devices::holders_of(tree.root(), 1).size() == 1);
}
