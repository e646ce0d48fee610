#include <doctest/doctest.h>
#include <signal.h>

#include "fixture.hpp"
#include "jobdir/lock.hpp"
#include "jobdir/ticket.hpp"

using namespace tt;
using namespace tt::test;
using jobdir::ExitState;

TEST_CASE("a job waits for a lease that somebody else holds, and then runs") {
  Job job;
  const fs::path lease = jobdir::lease_path(job.root, "card0").value();
  Result<Fd> holder = jobdir::open_lease(lease);
  REQUIRE(holder.has_value());
  REQUIRE(jobdir::try_lock(holder->get()).value());
  job.message.lease = lease.string();
  job.shell("echo ran");
  job.start();
  const Result<jobdir::ControlAck> ack = jobdir::ask_supervisor(job.folder, jobdir::control::Resize{80, 24}, 5000);
  REQUIRE(ack.has_value());
  CHECK(ack->phase == jobdir::Phase::kQueued);
  CHECK_FALSE(job.record().has_value());
  CHECK(job.locked());
  holder->reset();
  CHECK(job.wait().exit_code == 0);
  CHECK(job.log() == "ran\n");
}

TEST_CASE("a stop while queued is a cancel without a start") {
  Job job;
  const fs::path lease = jobdir::lease_path(job.root, "card0").value();
  const Result<Fd> holder = jobdir::open_lease(lease);
  REQUIRE(jobdir::try_lock(holder->get()).value());
  job.message.lease = lease.string();
  job.message.ticket = jobdir::take_ticket(job.root, "card0", job.message.id).value().string();
  job.shell("touch " + (job.root / "ran").string());
  job.start();
  job.ask(jobdir::control::Stop{});
  const jobdir::ExitRecord record = job.wait(2s);
  CHECK(record.state == ExitState::kCancelled);
  CHECK_FALSE(record.exit_code.has_value());
  CHECK_FALSE(record.signal.has_value());
  CHECK_FALSE(job.record().has_value());
  CHECK_FALSE(fs::exists(job.root / "ran"));
  CHECK(eventually([&] { return !fs::exists(job.message.ticket); }));
}

TEST_CASE("a supervisor that is killed in the queue never runs its command, and its ticket holds nobody up") {
  Job first;
  const fs::path lease = jobdir::lease_path(first.root, "card0").value();
  Result<Fd> holder = jobdir::open_lease(lease);
  REQUIRE(jobdir::try_lock(holder->get()).value());
  first.message.lease = lease.string();
  first.message.ticket = jobdir::take_ticket(first.root, "card0", first.message.id).value().string();
  first.shell("touch " + (first.root / "ran").string());
  first.start();
  Job second(first.root);
  second.message.lease = lease.string();
  second.message.ticket = jobdir::take_ticket(first.root, "card0", second.message.id).value().string();
  second.shell("echo second");
  second.start();
  const pid_t pid = holder_of_lock(first.folder);
  REQUIRE(pid > 1);
  REQUIRE(::kill(pid, SIGKILL) == 0);
  REQUIRE(eventually([&] { return !first.locked(); }));
  holder->reset();
  CHECK(second.wait().exit_code == 0);
  CHECK_FALSE(fs::exists(first.message.ticket));
  CHECK_FALSE(fs::exists(first.root / "ran"));
  CHECK_FALSE(first.record().has_value());
}

TEST_CASE("jobs of one card run one after the other, in the order of their tickets") {
  const TemporaryFolder place;
  const fs::path root = place.path() / "state";
  REQUIRE(fs::create_directories(root / "jobs"));
  REQUIRE(fs::create_directories(root / "devices"));
  const fs::path trace = place.path() / "trace";
  const fs::path lease = jobdir::lease_path(root, "card0").value();
  Result<Fd> holder = jobdir::open_lease(lease);
  REQUIRE(jobdir::try_lock(holder->get()).value());
  std::vector<std::unique_ptr<Job>> jobs;
  for (const char* name : {"a", "b", "c"}) {
    Job& job = *jobs.emplace_back(std::make_unique<Job>(root));
    job.message.lease = lease.string();
    job.shell(std::string("echo ") + name + " begins >> " + trace.string() + "; sleep 0.1; echo " + name + " ends >> " +
              trace.string());
    // As a daemon does it: the lock first, so that the ticket counts as live.
    Result<Fd> lock = jobdir::create_lock(job.folder);
    job.message.ticket = jobdir::take_ticket(root, "card0", job.message.id).value().string();
    lock->reset();
    fs::remove(job.folder / "lock");
  }
  // Started in reverse: only the tickets decide. The last one waits for those ahead of it only while they live.
  for (std::size_t i = jobs.size(); i-- > 0;) jobs[i]->start();
  holder->reset();
  for (const auto& job : jobs) CHECK(job->wait().exit_code == 0);
  CHECK(slurp(trace) == "a begins\na ends\nb begins\nb ends\nc begins\nc ends\n");
}

TEST_CASE("the lease is freed by the end of its job, however it ends, and names its holder until then") {
  Job job;
  const fs::path lease = jobdir::lease_path(job.root, "card0").value();
  job.message.lease = lease.string();
  job.shell("echo ready; exec sleep 60");
  job.start();
  REQUIRE(job.wait_for("ready"));
  CHECK(jobdir::lease_holder(lease) == job.message.id);
  const pid_t supervisor = job.record()->supervisor.pid;
  REQUIRE(::kill(supervisor, SIGKILL) == 0);
  CHECK(eventually([&] { return jobdir::lease_holder(lease).empty(); }));
}
