#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "fixture.hpp"
#include "jobdir/lock.hpp"
#include "jobdir/queue_order.hpp"
#include "jobdir/ticket.hpp"
#include "jobdir/wait_record.hpp"
#include "support/sysfs_tree.hpp"

using namespace tt;
using namespace tt::test;
using jobdir::ExitState;

namespace {

// A job that needs one of these sets of cards; its tickets are taken as a daemon does it, with its lock held.
void queue_up(Job& job, std::vector<jobdir::CardChoice> choices) {
  job.message.choices = std::move(choices);
  Result<Fd> lock = jobdir::create_lock(job.folder);
  REQUIRE(lock.has_value());
  std::vector<std::string> leases;
  for (const jobdir::CardChoice& choice : job.message.choices) {
    for (const std::string& lease : choice.leases) {
      if (std::ranges::find(leases, lease) == leases.end()) leases.push_back(lease);
    }
  }
  REQUIRE(jobdir::take_tickets(job.root, leases, job.message.id).has_value());
  lock->reset();
  fs::remove(job.folder / "lock");
}

jobdir::CardChoice card(unsigned index) {
  const std::string name = std::to_string(index);
  return {"n150 " + name, {"card-" + name}, {index}, {"CARD=" + name}};
}

// Invariant: holds the lease of a card until it is reset.
Fd hold(const fs::path& root, const std::string& lease) {
  Result<Fd> held = jobdir::open_lease(jobdir::lease_path(root, lease).value());
  REQUIRE(held.has_value());
  REQUIRE(jobdir::try_lock(held->get()).value());
  return std::move(*held);
}

bool waits(const Job& job) {
  return eventually([&] { return jobdir::read_wait_record(job.folder).has_value(); });
}

std::size_t tickets(const Job& job, const std::string& lease) {
  const std::vector<jobdir::Ticket> queue = jobdir::read_queue(jobdir::queue_path(job.root, lease).value());
  return static_cast<std::size_t>(std::ranges::count(queue, job.message.id, &jobdir::Ticket::id));
}

// Jobs on one state folder, each of which writes its name into `trace` when it begins.
struct Jobs {
  TemporaryFolder place;
  fs::path root = place.path() / "state";
  fs::path trace = place.path() / "trace";
  std::vector<std::unique_ptr<Job>> all;

  Jobs() {
    fs::create_directories(root / "jobs");
    fs::create_directories(root / "devices");
  }
  Job& add(const std::string& name, std::vector<jobdir::CardChoice> choices, const std::string& then = "") {
    Job& job = *all.emplace_back(std::make_unique<Job>(root));
    job.shell("echo " + name + "=$CARD >> " + trace.string() + "; " + then);
    queue_up(job, std::move(choices));
    return job;
  }
};

}  // namespace

TEST_CASE("a job waits for a lease that somebody else holds, says so, and then runs") {
  Job job;
  queue_up(job, {card(0)});
  Fd holder = hold(job.root, "card-0");
  jobdir::sign_lease(holder.get(), "01ARZ3NDEKTSV4RRFFQ69G5FAV", 1'790'000'000'123);
  job.shell("echo ran");
  job.start();
  const Result<jobdir::ControlAck> ack = jobdir::ask_supervisor(job.folder, jobdir::control::Resize{80, 24}, 5000);
  REQUIRE(ack.has_value());
  CHECK(ack->phase == jobdir::Phase::kQueued);
  CHECK_FALSE(job.record().has_value());
  CHECK(job.locked());
  REQUIRE(waits(job));
  CHECK(jobdir::read_wait_record(job.folder).value() ==
        jobdir::WaitRecord{1, "n150 0", "01ARZ3NDEKTSV4RRFFQ69G5FAV", 0, "", false, 1'790'000'000'123});
  holder.reset();
  CHECK(job.wait().exit_code == 0);
  CHECK(job.log() == "ran\n");
  CHECK_FALSE(fs::exists(job.folder / "wait"));
}

TEST_CASE("a stop while queued is a cancel without a start, and gives the tickets back") {
  Job job;
  queue_up(job, {{"both", {"card-0", "card-1"}, {}, {}}});
  const Fd holder = hold(job.root, "card-0");
  job.shell("touch " + (job.root / "ran").string());
  job.start();
  REQUIRE(waits(job));
  job.ask(jobdir::control::Stop{});
  const jobdir::ExitRecord record = job.wait(2s);
  CHECK(record.state == ExitState::kCancelled);
  CHECK_FALSE(record.exit_code.has_value());
  CHECK_FALSE(record.signal.has_value());
  CHECK_FALSE(job.record().has_value());
  CHECK_FALSE(fs::exists(job.root / "ran"));
  CHECK(eventually([&] { return tickets(job, "card-0") + tickets(job, "card-1") == 0; }));
  CHECK_FALSE(fs::exists(job.folder / "wait"));
}

TEST_CASE("a supervisor that is killed in the queue never runs its command, and its ticket holds nobody up") {
  Job first;
  queue_up(first, {card(0)});
  Fd holder = hold(first.root, "card-0");
  first.shell("touch " + (first.root / "ran").string());
  first.start();
  Job second(first.root);
  queue_up(second, {card(0)});
  second.shell("echo second");
  second.start();
  const pid_t pid = holder_of_lock(first.folder);
  REQUIRE(pid > 1);
  REQUIRE(::kill(pid, SIGKILL) == 0);
  REQUIRE(eventually([&] { return !first.locked(); }));
  holder.reset();
  CHECK(second.wait().exit_code == 0);
  CHECK(tickets(first, "card-0") == 0);
  CHECK_FALSE(fs::exists(first.root / "ran"));
  CHECK_FALSE(first.record().has_value());
}

TEST_CASE("jobs of one card run one after the other, in the order of their tickets") {
  Jobs jobs;
  Fd holder = hold(jobs.root, "card-0");
  for (const char* name : {"a", "b", "c"}) jobs.add(name, {card(0)}, "sleep 0.1; echo end >> " + jobs.trace.string());
  // Started in reverse: only the tickets decide. The last one waits for those ahead of it only while they live.
  for (std::size_t i = jobs.all.size(); i-- > 0;) jobs.all[i]->start();
  holder.reset();
  for (const auto& job : jobs.all) CHECK(job->wait().exit_code == 0);
  CHECK(slurp(jobs.trace) == "a=0\nend\nb=0\nend\nc=0\nend\n");
}

TEST_CASE("a job that is moved to the front goes before those that came earlier") {
  Jobs jobs;
  Fd holder = hold(jobs.root, "card-0");
  for (const char* name : {"a", "b", "c"}) jobs.add(name, {card(0)}, "sleep 0.05");
  for (const auto& job : jobs.all) job->start();
  for (const auto& job : jobs.all) REQUIRE(waits(*job));
  REQUIRE(jobdir::move_in_queues(jobs.root, jobs.all[2]->message.id, jobdir::Move::kFirst).has_value());
  // The others see it within a look.
  CHECK(eventually([&] { return jobdir::read_wait_record(jobs.all[1]->folder).value().position == 3; }));
  CHECK(eventually([&] { return jobdir::read_wait_record(jobs.all[2]->folder).value().position == 1; }));
  holder.reset();
  for (const auto& job : jobs.all) CHECK(job->wait().exit_code == 0);
  CHECK(slurp(jobs.trace) == "c=0\na=0\nb=0\n");
}

TEST_CASE("a job takes whichever of its cards is free first, and its environment says which") {
  Jobs jobs;
  const Fd first = hold(jobs.root, "card-0");
  Fd second = hold(jobs.root, "card-1");
  Job& job = jobs.add("any", {card(0), card(1)});
  job.start();
  REQUIRE(waits(job));
  CHECK(jobdir::read_wait_record(job.folder).value().device == "n150 0");
  second.reset();
  CHECK(job.wait().exit_code == 0);
  CHECK(slurp(jobs.trace) == "any=1\n");
  CHECK(job.record()->choice == 1);
  CHECK(tickets(job, "card-0") + tickets(job, "card-1") == 0);
}

TEST_CASE("of several cards a job gets all or none, and holds none while it waits") {
  Jobs jobs;
  Fd holder = hold(jobs.root, "card-1");
  const jobdir::CardChoice both{"n150 0, n150 1", {"card-1", "card-0"}, {}, {"CARD=both"}};
  Job& pair = jobs.add("pair", {both}, "sleep 0.1");
  pair.start();
  REQUIRE(waits(pair));
  // It stands first in the queue of card 0, and doesn't have it.
  CHECK_FALSE(jobdir::is_file_locked(jobdir::lease_path(jobs.root, "card-0").value()));
  Job& behind = jobs.add("behind", {card(0)});
  behind.start();
  REQUIRE(waits(behind));
  holder.reset();
  CHECK(pair.wait().exit_code == 0);
  CHECK(behind.wait().exit_code == 0);
  CHECK(slurp(jobs.trace) == "pair=both\nbehind=0\n");
}

TEST_CASE("jobs that need overlapping pairs of cards all come to their end, none beside another on one card") {
  Jobs jobs;
  const auto pair = [](unsigned a, unsigned b) {
    return jobdir::CardChoice{"pair", {"card-" + std::to_string(a), "card-" + std::to_string(b)}, {}, {}};
  };
  // The card's file is there while a job has it; who finds it there shares the card.
  const auto use = [&](unsigned a, unsigned b) {
    std::string script;
    for (const unsigned card : {a, b}) {
      const std::string file = (jobs.place.path() / ("in-use-" + std::to_string(card))).string();
      script += "mkdir " + file + " || exit 9; ";
    }
    script += "sleep 0.02; ";
    for (const unsigned card : {a, b})
      script += "rmdir " + (jobs.place.path() / ("in-use-" + std::to_string(card))).string() + "; ";
    return script + "exit 0";
  };
  for (unsigned i = 0; i < 12; ++i) jobs.add("x", {pair(i % 3, (i + 1) % 3)}, use(i % 3, (i + 1) % 3));
  for (std::size_t i = jobs.all.size(); i-- > 0;) jobs.all[i]->start();
  for (const auto& job : jobs.all) CHECK(job->wait(30s).exit_code == 0);
}

TEST_CASE("the lease is freed by the end of its job, however it ends, and names its holder until then") {
  Job job;
  queue_up(job, {card(0)});
  const fs::path lease = jobdir::lease_path(job.root, "card-0").value();
  job.shell("echo ready; exec sleep 60");
  job.start();
  REQUIRE(job.wait_for("ready"));
  CHECK(jobdir::lease_holder(lease) == job.message.id);
  CHECK(jobdir::lease_since_ms(lease).has_value());
  const pid_t supervisor = job.record()->supervisor.pid;
  REQUIRE(::kill(supervisor, SIGKILL) == 0);
  CHECK(eventually([&] { return jobdir::lease_holder(lease).empty(); }));
}

TEST_CASE("a job without a ticket takes one after a while instead of waiting for ever") {
  Job job;
  queue_up(job, {card(0)});
  jobdir::give_tickets_back(job.root, {"card-0"}, job.message.id);
  job.shell("echo ran");
  job.start();
  CHECK(job.wait().exit_code == 0);
}

TEST_CASE("a program that isn't ours is waited for and named, and a stale lock of one isn't") {
  SysfsTree system;
  system.add_box("n150");
  system.add_process(4242, "python3");
  Job job;
  queue_up(job, {card(0)});
  job.message.system_root = system.root().string();
  job.shell("echo ran");
  SUBCASE("by the driver's list") { system.hold(0, {4242}); }
  SUBCASE("by the chip's lock") { system.write_lock(0, 4242, 4242); }
  job.start();
  REQUIRE(waits(job));
  const jobdir::WaitRecord wait = jobdir::read_wait_record(job.folder).value();
  CHECK(wait.foreign);
  CHECK(wait.pid == 4242);
  CHECK(wait.program == "python3");
  CHECK(wait.device == "n150 0");
  CHECK_FALSE(jobdir::is_file_locked(jobdir::lease_path(job.root, "card-0").value()));
  system.hold(0, {});
  system.write_lock(0, 0x40000000u | 4242u, 4242);
  CHECK(job.wait().exit_code == 0);
}

TEST_CASE("another job of ours that opened every card keeps nobody from the cards that it hasn't leased") {
  SysfsTree system;
  system.add_box("n150x4");
  Jobs jobs;
  Job& first = jobs.add("first", {card(0)}, "exec sleep 60");
  first.message.system_root = system.root().string();
  first.start();
  REQUIRE(first.wait_running());
  const pid_t pid = first.record()->child.pid;
  for (unsigned i = 0; i < 4; ++i) system.hold(i, {pid});
  Job& second = jobs.add("second", {card(1)});
  second.message.system_root = system.root().string();
  second.start();
  CHECK(second.wait().exit_code == 0);
}
