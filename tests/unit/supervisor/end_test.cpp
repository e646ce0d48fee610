#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include "base/clock.hpp"
#include "fixture.hpp"
#include "jobdir/process.hpp"

using namespace tt;
using namespace tt::test;
using jobdir::ExitState;

namespace {

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// A word for a command line that no other process has.
std::string unique_number() {
  static int count = 0;
  return "9" + std::to_string(::getpid()) + "." + std::to_string(++count);
}

}  // namespace

TEST_CASE("a stop interrupts, and the command's own clean-up runs") {
  Job job;
  job.message.interrupt_grace_ms = 10'000;
  job.shell("trap 'echo device closed; exit 3' INT; echo ready; while :; do sleep 0.05; done");
  job.start();
  REQUIRE(job.wait_for("ready"));
  job.ask(jobdir::control::Stop{});
  const jobdir::ExitRecord record = job.wait();
  CHECK(record.state == ExitState::kCancelled);
  CHECK(record.exit_code == 3);
  CHECK(job.log().find("device closed") != std::string::npos);
}

TEST_CASE("a command that ignores SIGINT gets SIGTERM") {
  Job job;
  job.shell("trap '' INT; echo ready; exec sleep 60");
  job.start();
  REQUIRE(job.wait_for("ready"));
  job.ask(jobdir::control::Stop{});
  const jobdir::ExitRecord record = job.wait();
  CHECK(record.state == ExitState::kCancelled);
  CHECK(record.signal == SIGTERM);
}

TEST_CASE("a command that ignores everything is killed within the graces and half a second") {
  Job job;
  const std::string mark = unique_number();
  job.shell("trap '' INT TERM HUP; echo ready; sleep " + mark + " & while :; do sleep 0.05; done");
  job.start();
  REQUIRE(job.wait_for("ready"));
  const std::int64_t begin = clock::boottime_ns();
  job.ask(jobdir::control::Stop{});
  const jobdir::ExitRecord record = job.wait();
  const double took = static_cast<double>(record.ended_boottime_ns - begin) / 1e9;
  CHECK(record.state == ExitState::kCancelled);
  CHECK(record.signal == SIGKILL);
  CHECK(took >= 0.6);
  CHECK(took <= 1.1);
  CHECK_FALSE(runs(mark));
}

TEST_CASE("a second stop changes nothing; a kill doesn't wait") {
  Job job;
  job.message.interrupt_grace_ms = 60'000;
  job.shell("trap '' INT TERM; echo ready; while :; do sleep 0.05; done");
  job.start();
  REQUIRE(job.wait_for("ready"));
  job.ask(jobdir::control::Stop{});
  job.ask(jobdir::control::Stop{});
  const Result<jobdir::ControlAck> ack = jobdir::ask_supervisor(job.folder, jobdir::control::Resize{80, 24}, 5000);
  REQUIRE(ack.has_value());
  CHECK(ack->phase == jobdir::Phase::kStopping);
  job.ask(jobdir::control::Kill{});
  const jobdir::ExitRecord record = job.wait(1s);
  CHECK(record.state == ExitState::kCancelled);
  CHECK(record.signal == SIGKILL);
}

TEST_CASE("a stopped command is woken to be interrupted") {
  Job job;
  job.message.interrupt_grace_ms = 20'000;
  job.shell("trap 'exit 9' INT; echo ready; kill -STOP $$; while :; do sleep 0.05; done");
  job.start();
  REQUIRE(job.wait_for("ready"));
  REQUIRE(eventually([&] {
    const auto record = job.record();
    const auto stat = record ? jobdir::read_process_stat(record->child.pid) : std::nullopt;
    return stat && stat->state == 'T';
  }));
  job.ask(jobdir::control::Stop{});
  CHECK(job.wait().exit_code == 9);
}

TEST_CASE("a grandchild that forked twice and left the session dies with the job") {
  for (const bool stopped : {false, true}) {
    Job job;
    const std::string mark = unique_number();
    job.shell("(setsid sh -c 'trap \"\" HUP INT TERM; sleep " + mark + " & wait; sleep " + mark +
              "' </dev/null >/dev/null 2>&1 &) ; " + "echo ready; " + (stopped ? "exec sleep 60" : "exit 0"));
    job.start();
    REQUIRE(job.wait_for("ready"));
    REQUIRE(eventually([&] { return runs(mark) || !stopped; }));
    if (stopped) job.ask(jobdir::control::Stop{});
    const jobdir::ExitRecord record = job.wait();
    CHECK(record.state == (stopped ? ExitState::kCancelled : ExitState::kExited));
    CHECK_FALSE(runs(mark));
  }
}

TEST_CASE("a grandchild that holds the terminal delays the record by two seconds at most, and its words are kept") {
  Job job;
  const std::string mark = unique_number();
  job.shell("(sleep 0.3; echo late; exec sleep " + mark + ") & echo early; exit 5");
  const auto begin = std::chrono::steady_clock::now();
  job.start();
  const jobdir::ExitRecord record = job.wait();
  CHECK(seconds_since(begin) <= 3.0);  // and what a busy disk takes to sync
  CHECK(record.exit_code == 5);
  CHECK(job.log() == "early\nlate\n");
  CHECK_FALSE(runs(mark));
}

TEST_CASE("a leftover that ignores SIGTERM is killed after the grace") {
  Job job;
  const std::string mark = unique_number();
  job.shell("sh -c 'trap \"\" TERM HUP; sleep " + mark + " & wait; wait' </dev/null >/dev/null 2>&1 & echo early; exit 0");
  job.start();
  CHECK(job.wait(5s).exit_code == 0);
  CHECK_FALSE(runs(mark));
}

TEST_CASE("a command that keeps forking is ended to the last process") {
  Job job;
  const std::string mark = unique_number();
  // Each of a few dozen processes replaces itself all the time.
  job.shell("trap '' INT TERM; f() { while :; do (sleep 0.01; : " + mark +
            "); done; }; for i in 1 2 3 4 5 6 7 8 9 10; do f & done; " + "echo ready; wait; wait");
  job.start();
  REQUIRE(job.wait_for("ready"));
  job.ask(jobdir::control::Kill{});
  CHECK(job.wait(5s).state == ExitState::kCancelled);
  CHECK_FALSE(runs(mark));
}

TEST_CASE("a time limit ends the job as timed out") {
  Job job;
  job.message.time_limit_ms = 200;
  job.shell("exec sleep 60");
  job.start();
  const jobdir::ExitRecord record = job.wait();
  CHECK(record.state == ExitState::kTimedOut);
  CHECK(record.signal == SIGINT);
  CHECK(record.duration_ns >= 200'000'000);
}

TEST_CASE("signals to the supervisor are not for it") {
  Job job;
  job.shell("echo ready; read line; exit 4");
  job.start();
  REQUIRE(job.wait_for("ready"));
  for (const int signal : {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGQUIT}) ::kill(job.record()->supervisor.pid, signal);
  job.ask(jobdir::control::Write{"\n"});
  CHECK(job.wait().exit_code == 4);
}
