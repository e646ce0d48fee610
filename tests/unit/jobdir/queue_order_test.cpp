#include "jobdir/queue_order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "jobdir/lock.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/ulid.hpp"
#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

TEST_CASE("a job moves among those that wait for its cards, and passes the others by") {
  struct Case {
    std::vector<std::string> rivals;
    Move move;
    std::string expected;
  };
  // Of the jobs a to e, c moves.
  const std::vector<Case> cases = {
      {{"a", "b", "c", "d", "e"}, Move::kFirst, "cabde"},
      {{"a", "b", "c", "d", "e"}, Move::kUp, "acbde"},
      {{"a", "b", "c", "d", "e"}, Move::kDown, "abdce"},
      {{"a", "c", "e"}, Move::kUp, "cabde"},
      {{"b", "c"}, Move::kFirst, "acbde"},
      {{"a", "c", "e"}, Move::kDown, "abdec"},
      {{"c"}, Move::kFirst, "abcde"},
      {{"c"}, Move::kUp, "abcde"},
      {{"c"}, Move::kDown, "abcde"},
      {{"a", "b"}, Move::kDown, "abcde"},
      {{"d", "e"}, Move::kUp, "abcde"},
  };
  for (const Case& c : cases) {
    std::string got;
    for (const std::string& id : moved({"a", "b", "c", "d", "e"}, c.rivals, "c", c.move)) got += id;
    CHECK(got == c.expected);
  }
  CHECK(moved({"a"}, {"a"}, "x", Move::kFirst) == std::vector<std::string>{"a"});
}

TEST_CASE("those that were moved come first, in their order, and the others by their tickets") {
  std::vector<Ticket> tickets = {{1, "a"}, {2, "b"}, {2, "c"}, {9, "d"}};
  sort_by_turn(tickets, {"d", "gone", "b"});
  CHECK(tickets == std::vector<Ticket>{{9, "d"}, {2, "b"}, {1, "a"}, {2, "c"}});
}

TEST_CASE("a move holds in every queue, a later ticket is behind all, and a dead job counts for nothing") {
  const TemporaryFolder place;
  const fs::path root = place.path / "s";
  REQUIRE(prepare_state_root(root).has_value());
  UlidSource ids;
  std::map<std::string, Fd> locks;
  const auto job = [&](const std::vector<std::string>& leases) {
    const std::string id = ids.next(1);
    locks[id] = create_lock(create_job_folder(root, id).value()).value();
    REQUIRE(take_tickets(root, leases, id).has_value());
    return id;
  };
  const auto queue = [&](const std::string& lease) {
    std::vector<std::string> waiting;
    for (const Ticket& ticket : waiting_for(root, lease)) waiting.push_back(ticket.id);
    return waiting;
  };
  const std::string a = job({"card0", "card1"});
  const std::string b = job({"card0"});
  const std::string c = job({"card1"});
  const std::string d = job({"card0", "card1"});
  REQUIRE(move_in_queues(root, d, Move::kFirst).has_value());
  CHECK(queue("card0") == std::vector{d, a, b});
  CHECK(queue("card1") == std::vector{d, a, c});
  const std::string e = job({"card0"});
  CHECK(queue("card0") == std::vector{d, a, b, e});
  REQUIRE(move_in_queues(root, e, Move::kUp).has_value());
  CHECK(queue("card0") == std::vector{d, a, e, b});
  REQUIRE(move_in_queues(root, a, Move::kDown).has_value());
  CHECK(queue("card0") == std::vector{d, e, a, b});
  CHECK(queue("card1") == std::vector{d, a, c});
  locks.at(e).reset();
  CHECK(move_in_queues(root, e, Move::kFirst).error().kind == ErrorKind::kConflict);
  REQUIRE(move_in_queues(root, b, Move::kUp).has_value());
  CHECK(queue("card0") == std::vector{d, b, a});
  // The dead aren't written down again.
  const std::vector<std::string> written = read_order(root);
  CHECK(std::ranges::count(written, e) == 0);
}

TEST_CASE("an order file that says nothing sensible changes nothing") {
  const TemporaryFolder place;
  const fs::path root = place.path / "s";
  REQUIRE(prepare_state_root(root).has_value());
  CHECK(read_order(root).empty());
  std::ofstream(root / "devices" / "order") << "../x\n\n01ARZ3NDEKTSV4RRFFQ69G5FAV\n01ARZ3NDEKTSV4RRFFQ69G5FA";
  CHECK(read_order(root) == std::vector<std::string>{"01ARZ3NDEKTSV4RRFFQ69G5FAV"});
}
