#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "base/clock.hpp"
#include "fixture.hpp"
#include "jobdir/process.hpp"
#include "supervisor/descendants.hpp"

using namespace tt;
using namespace tt::test;
using jobdir::ExitState;

TEST_CASE("a job's exit code is on record") {
  for (const int code : {0, 1, 42, 255}) {
    Job job;
    job.shell("exit " + std::to_string(code));
    job.start();
    const jobdir::ExitRecord record = job.wait();
    CHECK(record.state == ExitState::kExited);
    CHECK(record.exit_code == code);
    CHECK(record.duration_ns > 0);
    CHECK(record.ended_wall_ms > 0);
    CHECK(eventually([&] { return !job.locked(); }));
    CHECK_FALSE(fs::exists(job.folder / "ctl"));
  }
}

TEST_CASE("a command that a signal ends is signaled") {
  Job job;
  job.shell("kill -SEGV $$");
  job.start();
  const jobdir::ExitRecord record = job.wait();
  CHECK(record.state == ExitState::kSignaled);
  CHECK(record.signal == SIGSEGV);
  CHECK_FALSE(record.exit_code.has_value());
}

TEST_CASE("the run record names supervisor and child while the job runs") {
  Job job;
  job.shell("echo ready; exec sleep 60");
  job.start();
  REQUIRE(job.wait_for("ready"));
  const auto record = job.record();
  REQUIRE(record.has_value());
  CHECK(jobdir::is_alive(record->supervisor));
  CHECK(jobdir::is_alive(record->child));
  CHECK(record->boot_id == clock::boot_id());
  CHECK(job.locked());
  // No ancestor of the supervisor is this process.
  const auto stat = jobdir::read_process_stat(record->supervisor.pid);
  REQUIRE(stat.has_value());
  CHECK(stat->parent != ::getpid());
  CHECK(::getsid(record->supervisor.pid) != ::getsid(0));
}

TEST_CASE("a job's files are the user's alone") {
  Job job;
  job.shell("exec sleep 60");
  job.start();
  REQUIRE(job.wait_running());
  for (const char* name : {"lock", "run", "out.log", "out.idx", "exit", "ctl"}) {
    struct stat info{};
    INFO(name);
    REQUIRE(::lstat((job.folder / name).c_str(), &info) == 0);
    CHECK((info.st_mode & 0777u) == 0600u);
  }
  CHECK(fs::file_size(job.folder / "exit") == jobdir::kExitFileBytes);
}

TEST_CASE("a program or folder that isn't there is an exec failure") {
  struct Case {
    std::vector<std::string> argv;
    std::string cwd;
    int error_number;
    std::string says;
  };
  const Case cases[] = {{{"no-such-program-here"}, "/", ENOENT, "cannot start no-such-program-here"},
                        {{"/no/such/program"}, "/", ENOENT, "cannot start /no/such/program"},
                        {{"/etc/passwd"}, "/", EACCES, "cannot start /etc/passwd"},
                        {{"/"}, "/", EACCES, "cannot start /"},
                        {{"true"}, "/no/such/folder", ENOENT, "cannot enter the folder /no/such/folder"}};
  for (const Case& c : cases) {
    Job job;
    job.message.argv = c.argv;
    job.message.cwd = c.cwd;
    job.start();
    const jobdir::ExitRecord record = job.wait();
    INFO(c.argv[0]);
    CHECK(record.state == ExitState::kExecFailed);
    CHECK(record.error_number == c.error_number);
    CHECK_FALSE(record.exit_code.has_value());
    CHECK(job.log().find(c.says) != std::string::npos);
  }
}

TEST_CASE("the command gets exactly the environment, folder and arguments that were asked for") {
  Job job;
  job.message.argv = {"sh", "-c", "pwd; echo \"$# $1 $2 [$A] [$HOME]\"; umask; ls /proc/self/fd | wc -l", "sh", "x y", "$(id)"};
  job.message.cwd = "/usr";
  job.message.environment.push_back("A=b c");
  job.start();
  CHECK(job.wait().exit_code == 0);
  const std::string log = job.log();
  CHECK(log.find("/usr\n2 x y $(id) [b c] []\n") == 0);
  CHECK(log.find("0077\n") == std::string::npos);
  CHECK(log.ends_with("4\n"));  // 0, 1, 2 and the folder that ls reads: nothing of the supervisor's
}

TEST_CASE("values of variables are in no file of the job and in no command line but the child's environment") {
  Job job;
  job.message.environment.push_back("PLAIN=sesame-value-1234");
  job.shell("echo ready; exec sleep 60");
  job.start();
  REQUIRE(job.wait_for("ready"));
  for (const auto& entry : fs::directory_iterator(job.folder)) {
    if (entry.is_regular_file()) CHECK(slurp(entry.path()).find("sesame-value") == std::string::npos);
  }
  const std::string supervisor = "/proc/" + std::to_string(job.record()->supervisor.pid);
  CHECK(slurp(supervisor + "/cmdline").find("sesame") == std::string::npos);
  CHECK(slurp(supervisor + "/environ").empty());
}

TEST_CASE("a supervisor that can't make its files says why, and nothing runs") {
  Job job;
  job.shell("touch " + (job.root / "ran").string());
  fs::create_directory(job.folder / "out.log");
  const Result<void> started = job.try_start();
  REQUIRE_FALSE(started.has_value());
  CHECK(started.error().message.find("out.log") != std::string::npos);
  CHECK(eventually([&] { return !job.locked(); }));
  CHECK_FALSE(fs::exists(job.root / "ran"));
}

TEST_CASE("whoever kills the daemon and its whole tree of processes doesn't touch the job") {
  Job job;
  job.shell("echo ready; read line; echo \"$line\"; exit 6");
  int told[2];
  REQUIRE(::pipe(told) == 0);
  const pid_t daemon = ::fork();
  REQUIRE(daemon >= 0);
  if (daemon == 0) {
    const char answer = job.try_start() ? 'y' : 'n';
    (void)!::write(told[1], &answer, 1);
    ::pause();
    ::_exit(0);
  }
  char answer = 0;
  REQUIRE(::read(told[0], &answer, 1) == 1);
  CHECK(answer == 'y');
  for (const jobdir::ProcessStat& process : supervisor::living_descendants(daemon)) ::kill(process.pid, SIGKILL);
  ::kill(daemon, SIGKILL);
  ::waitpid(daemon, nullptr, 0);
  ::close(told[0]);
  ::close(told[1]);
  REQUIRE(job.wait_for("ready"));
  job.ask(jobdir::control::Write{"still here\n"});
  CHECK(job.wait().exit_code == 6);
  CHECK(job.log().ends_with("\nstill here\n"));
  CHECK(eventually([&] { return !job.locked(); }));
}

TEST_CASE("a record that can't be written keeps the gate shut") {
  Job job;
  job.shell("touch " + (job.root / "ran").string());
  fs::create_directory(job.folder / "run");
  job.start();
  const jobdir::ExitRecord record = job.wait();
  CHECK(record.state == ExitState::kExecFailed);
  CHECK(job.log().find("the command was not started") != std::string::npos);
  CHECK_FALSE(fs::exists(job.root / "ran"));
}

TEST_CASE("whenever a supervisor is killed, no command runs without a record") {
  // The moment moves over the start, from before the files are made to after the gate.
  int with_record = 0;
  for (int round = 0; round < 40; ++round) {
    Job job;
    const fs::path ran = job.root / "ran";
    job.shell("touch " + ran.string() + "; exec sleep 60");
    job.start();
    // In odd rounds after the record, in even ones as early as it can be found by the lock that it holds.
    pid_t pid = 0;
    REQUIRE(eventually([&] {
      if (const auto record = job.record()) pid = record->supervisor.pid;
      return pid != 0 || round % 2 == 0;
    }));
    if (pid == 0) pid = holder_of_lock(job.folder);
    if (pid == 0) continue;
    ::kill(pid, SIGKILL);
    REQUIRE(eventually([&] { return !job.locked(); }));
    const bool recorded = job.record().has_value();
    if (recorded) {
      ++with_record;
      ::kill(job.record()->child.pid, SIGKILL);
    } else {
      CHECK_FALSE(eventually([&] { return fs::exists(ran); }, 20ms));
    }
    CHECK_FALSE(jobdir::read_exit_record(job.folder).has_value());
  }
  CHECK(with_record > 0);
}
