#include "jobdir/ticket.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>

#include "jobdir/lock.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/ulid.hpp"
#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

namespace {

// Invariant: each job that it makes holds its lock until end().
struct Waiting {
  const TemporaryFolder place;
  fs::path root = place.path / "s";
  UlidSource ids;
  std::map<std::string, Fd> locks;

  Waiting() { REQUIRE(prepare_state_root(root).has_value()); }
  std::string job(const std::vector<std::string>& leases) {
    const std::string id = ids.next(1);
    locks[id] = create_lock(create_job_folder(root, id).value()).value();
    REQUIRE(take_tickets(root, leases, id).has_value());
    return id;
  }
  void end(const std::string& id) { locks.at(id).reset(); }
};

}  // namespace

TEST_CASE("tickets count up, and only the live ones before a job are ahead of it") {
  Waiting all;
  std::vector<std::string> names;
  for (int i = 0; i < 12; ++i) names.push_back(all.job({"card0"}));
  const fs::path queue = queue_path(all.root, "card0").value();
  CHECK(fs::exists(queue / ("1-" + names[0])));
  CHECK(fs::exists(queue / ("12-" + names[11])));
  CHECK(jobs_ahead(all.root, "card0", names[0])->empty());
  CHECK(*jobs_ahead(all.root, "card0", names[11]) == std::vector(names.begin(), names.begin() + 11));
  CHECK_FALSE(jobs_ahead(all.root, "card1", names[0]).has_value());
  all.end(names[0]);
  all.end(names[3]);
  CHECK(jobs_ahead(all.root, "card0", names[4])->size() == 2);
  CHECK(jobs_ahead(all.root, "card0", names[1])->empty());
  std::ofstream(queue / "0-other").flush();
  std::ofstream(queue / "x").flush();
  CHECK(read_queue(queue).size() == 12);
  remove_dead_tickets(all.root, "card0");
  CHECK(read_queue(queue).size() == 10);
  CHECK(fs::exists(queue / "x"));
  give_tickets_back(all.root, {"card0"}, names[1]);
  CHECK(read_queue(queue).size() == 9);
}

TEST_CASE("a job has one number in all its queues, behind every ticket in any of them") {
  Waiting all;
  const std::string first = all.job({"card0"});
  const std::string second = all.job({"card0"});
  const std::string both = all.job({"card1", "card0"});
  CHECK(fs::exists(queue_path(all.root, "card0").value() / ("3-" + both)));
  CHECK(fs::exists(queue_path(all.root, "card1").value() / ("3-" + both)));
  const std::string last = all.job({"card1"});
  CHECK(*jobs_ahead(all.root, "card1", last) == std::vector{both});
  CHECK(queue_position(all.root, {"card0", "card1"}, both) == 3);
  CHECK(queue_position(all.root, {"card1"}, last) == 2);
  all.end(first);
  CHECK(queue_position(all.root, {"card0", "card1"}, both) == 2);
  all.end(second);
  CHECK(queue_position(all.root, {"card0", "card1"}, both) == 1);
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
  // As the version before signed it.
  CHECK_FALSE(lease_since_ms(lease).has_value());
  sign_lease(held->get(), id, 1'790'000'000'123);
  CHECK(lease_holder(lease) == id);
  CHECK(lease_since_ms(lease) == 1'790'000'000'123);
  const Result<Fd> other = open_lease(lease);
  CHECK_FALSE(try_lock(other->get()).value());
  held->reset();
  CHECK(lease_holder(lease).empty());
  CHECK(try_lock(other->get()).value());
}
