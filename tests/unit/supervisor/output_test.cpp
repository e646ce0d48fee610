#include <doctest/doctest.h>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "fixture.hpp"
#include "jobdir/log_index.hpp"
#include "jobdir/process.hpp"

using namespace tt;
using namespace tt::test;
using jobdir::ExitState;
using jobdir::OutputMode;

namespace {

// Every byte value in a fixed order that isn't regular.
std::string noise(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 12345;
  for (char& c : bytes) {
    state = state * 1664525u + 1013904223u;
    c = static_cast<char>(state >> 24);
  }
  return bytes;
}

void write_file(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

}  // namespace

TEST_CASE("the log has every byte of the output, whatever it is, through a terminal and through a pipe") {
  for (const OutputMode mode : {OutputMode::kPty, OutputMode::kPipe}) {
    for (const std::size_t size : {0ul, 1ul, 4095ul, 4096ul, 65536ul, 1'000'003ul}) {
      Job job;
      const std::string bytes = noise(size);
      write_file(job.root / "bytes", bytes);
      job.message.mode = mode;
      job.message.argv = {"cat", (job.root / "bytes").string()};
      job.start();
      const jobdir::ExitRecord record = job.wait();
      CHECK(record.exit_code == 0);
      CHECK(record.log_bytes == size);
      CHECK(record.dropped_bytes == 0);
      CHECK((job.log() == bytes));
    }
  }
}

TEST_CASE("a flood of 8 MB loses nothing, and the index leads through it") {
  for (const OutputMode mode : {OutputMode::kPty, OutputMode::kPipe}) {
    Job job;
    job.message.mode = mode;
    job.shell("head -c 8388608 /dev/zero | tr '\\0' 'x'; echo end");
    job.start();
    const jobdir::ExitRecord record = job.wait(30s);
    CHECK(record.exit_code == 0);
    CHECK(record.log_bytes == 8388612);
    const std::string log = job.log();
    CHECK(log.size() == 8388612);
    CHECK(log.find_first_not_of('x') == 8388608);
    const std::vector<jobdir::IndexEntry> index = jobdir::decode_index(slurp(job.folder / "out.idx"));
    REQUIRE(!index.empty());
    CHECK(index.front().offset == 0);
    CHECK(index.size() <= 8388612 / jobdir::kIndexBytesStep * 2 + 2);
    CHECK(index.size() >= 32);
    for (std::size_t i = 1; i < index.size(); ++i) CHECK(index[i].boottime_ns >= index[i - 1].boottime_ns);
  }
}

TEST_CASE("many short jobs: the last words before an exit are never lost") {
  for (int round = 0; round < 30; ++round) {
    Job job;
    job.shell("head -c 60000 /dev/zero | tr '\\0' 'y'; printf last");
    job.start();
    CHECK(job.wait().log_bytes == 60004);
    CHECK(job.log().ends_with("last"));
  }
}

TEST_CASE("output without a line end is in the log at once") {
  Job job;
  job.shell("printf 'Continue? '; exec sleep 60");
  job.start();
  CHECK(job.wait_for("Continue? "));
}

TEST_CASE("a terminal job has a terminal: size, foreground, /dev/tty; a pipe job has none") {
  Job job;
  job.message.columns = 91;
  job.message.rows = 17;
  job.shell("stty size; test -t 0 && test -t 1 && test -t 2 && echo tty; echo direct > /dev/tty");
  job.start();
  CHECK(job.wait().exit_code == 0);
  CHECK(job.log() == "17 91\ntty\ndirect\n");

  Job piped;
  piped.message.mode = OutputMode::kPipe;
  piped.shell("test -t 1 || echo no tty; cat; echo to stderr >&2");
  piped.start();
  CHECK(piped.wait().exit_code == 0);
  CHECK(piped.log() == "no tty\nto stderr\n");
}

TEST_CASE("what is typed reaches the command by line, and Ctrl-C interrupts it") {
  Job job;
  job.shell("read line; echo \"got <$line>\"; exec sleep 60");
  job.start();
  REQUIRE(job.wait_running());
  job.ask(jobdir::control::Write{"hello\r"});
  CHECK(job.wait_for("got <hello>"));
  job.ask(jobdir::control::Write{"\x03"});
  const jobdir::ExitRecord record = job.wait();
  CHECK(record.state == ExitState::kSignaled);
  CHECK(record.signal == SIGINT);
}

TEST_CASE("a new size reaches the command") {
  Job job;
  job.shell("trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done");
  job.start();
  REQUIRE(job.wait_for("ready"));
  job.ask(jobdir::control::Resize{133, 44});
  CHECK(job.wait_for("44 133"));
}

TEST_CASE("typing into a pipe job is refused") {
  Job job;
  job.message.mode = OutputMode::kPipe;
  job.shell("exec sleep 60");
  job.start();
  REQUIRE(job.wait_running());
  CHECK_FALSE(jobdir::ask_supervisor(job.folder, jobdir::control::Write{"x"}, 5000).has_value());
}

TEST_CASE("after a kill -9 of the supervisor the log is an exact prefix and the lock is free") {
  for (int round = 0; round < 10; ++round) {
    Job job;
    job.message.mode = round % 2 == 0 ? OutputMode::kPty : OutputMode::kPipe;
    job.shell("i=0; while [ $i -lt 200000 ]; do echo $i; i=$((i+1)); done; exec sleep 60");
    job.start();
    REQUIRE(eventually([&] { return job.log().size() > 20'000u * static_cast<unsigned>(round + 1) / 4; }));
    const auto record = job.record();
    REQUIRE(record.has_value());
    REQUIRE(::kill(record->supervisor.pid, SIGKILL) == 0);
    REQUIRE(eventually([&] { return !job.locked(); }));
    const std::string log = job.log();
    std::string expected;
    for (int i = 0; expected.size() < log.size(); ++i) expected += std::to_string(i) + "\n";
    CHECK((log == expected.substr(0, log.size())));
    CHECK_FALSE(jobdir::read_exit_record(job.folder).has_value());
    ::kill(-record->child.pid, SIGKILL);
  }
}

TEST_CASE("on a full disk the job goes on, and kept and dropped bytes add up") {
  const TemporaryFolder place;
  if (::mount("tmpfs", place.path().c_str(), "tmpfs", 0, "size=1m,mode=0700") != 0) {
    MESSAGE("not tested: a small tmpfs can't be mounted here");
    return;
  }
  {
    REQUIRE(fs::create_directories(place.path() / "jobs"));
    Job job(place.path());
    job.shell("head -c 3000000 /dev/zero | tr '\\0' 'z'; exit 7");
    job.start();
    const jobdir::ExitRecord record = job.wait(30s);
    CHECK(record.state == ExitState::kExited);
    CHECK(record.exit_code == 7);
    CHECK(record.dropped_bytes > 0);
    CHECK(record.log_bytes > 0);
    CHECK(record.log_bytes + record.dropped_bytes == 3000000);
    CHECK(fs::file_size(job.folder / "out.log") == record.log_bytes);
    eventually([&] { return !job.locked(); });
  }
  ::umount2(place.path().c_str(), MNT_DETACH);
}
