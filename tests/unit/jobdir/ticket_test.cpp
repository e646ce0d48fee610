#include "jobdir/ticket.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "jobdir/lock.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/ulid.hpp"
#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

TEST_CASE("tickets count up, and only the live ones before a ticket are ahead of it") {
  const TemporaryFolder place;
  const fs::path root = place.path / "s";
  REQUIRE(prepare_state_root(root).has_value());
  UlidSource ids;
  std::vector<fs::path> tickets;
  std::vector<std::string> names;
  std::vector<Fd> locks;
  for (int i = 0; i < 12; ++i) {
    names.push_back(ids.next(1));
    locks.push_back(create_lock(create_job_folder(root, names.back()).value()).value());
    tickets.push_back(take_ticket(root, "card0", names.back()).value());
  }
  CHECK(tickets[0].filename() == "1-" + names[0]);
  CHECK(tickets[11].filename() == "12-" + names[11]);
  CHECK(tickets_ahead(tickets[0]).empty());
  const std::vector<Ticket> ahead = tickets_ahead(tickets[11]);
  REQUIRE(ahead.size() == 11);
  for (std::size_t i = 0; i < ahead.size(); ++i) CHECK(ahead[i] == Ticket{i + 1, names[i]});
  locks[0].reset();
  locks[3].reset();
  CHECK(tickets_ahead(tickets[4]).size() == 2);
  CHECK(tickets_ahead(tickets[1]).empty());
  std::ofstream(tickets[0].parent_path() / "0-other").flush();
  std::ofstream(tickets[0].parent_path() / "x").flush();
  CHECK(read_queue(tickets[0].parent_path()).size() == 12);
  remove_dead_tickets(tickets[0].parent_path());
  CHECK(read_queue(tickets[0].parent_path()).size() == 10);
  CHECK(fs::exists(tickets[0].parent_path() / "x"));
}

TEST_CASE("a lease has no holder while nobody locks it") {
  const TemporaryFolder place;
  const fs::path root = place.path / "s";
  REQUIRE(prepare_state_root(root).has_value());
  const fs::path lease = lease_path(root, "card0").value();
  const std::string id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  std::ofstream(lease) << id << "\n";
  CHECK(lease_holder(lease).empty());
  Result<Fd> held = open_lease(lease);
  REQUIRE(try_lock(held->get()).value());
  CHECK(lease_holder(lease) == id);
  const Result<Fd> other = open_lease(lease);
  CHECK_FALSE(try_lock(other->get()).value());
  held->reset();
  CHECK(lease_holder(lease).empty());
  CHECK(try_lock(other->get()).value());
}
