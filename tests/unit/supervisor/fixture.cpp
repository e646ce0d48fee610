#include "fixture.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "base/clock.hpp"
#include "jobdir/launch.hpp"
#include "jobdir/lock.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/ulid.hpp"

namespace tt::test {

TemporaryFolder::TemporaryFolder() {
  std::string name = "/tmp/tt-job-XXXXXX";
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

bool eventually(const std::function<bool()>& condition, milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  for (;;) {
    if (condition()) return true;
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(2ms);
  }
}

std::string slurp(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

bool runs(const std::string& mark) {
  std::error_code error;
  for (fs::directory_iterator entry("/proc", error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos || name == std::to_string(::getpid())) continue;
    if (slurp(entry->path() / "cmdline").find(mark) != std::string::npos) return true;
  }
  return false;
}

pid_t holder_of_lock(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator entry("/proc", error), end; !error && entry != end; entry.increment(error)) {
    std::error_code gone;
    if (fs::read_symlink(entry->path() / "fd" / "4", gone) != folder / "lock" || gone) continue;
    const std::string name = entry->path().filename().string();
    if (name != "self" && name != std::to_string(::getpid())) return static_cast<pid_t>(std::stol(name));
  }
  return 0;
}

Job::Job() {
  own_.emplace();
  root = own_->path() / "state";
  REQUIRE(jobdir::prepare_state_root(root).has_value());
  make();
}

Job::Job(const fs::path& state_root) : root(state_root) { make(); }

void Job::make() {
  static jobdir::UlidSource ids;
  message.id = ids.next(clock::wall_ms());
  const Result<fs::path> made = jobdir::create_job_folder(root, message.id);
  REQUIRE(made.has_value());
  folder = *made;
  message.folder = folder.string();
  message.cwd = "/";
  message.environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};
  message.interrupt_grace_ms = 300;
  message.terminate_grace_ms = 300;
}

Job::~Job() {
  if (!locked()) return;
  (void)jobdir::ask_supervisor(folder, jobdir::control::Kill{}, 1000);
  eventually([&] { return !locked(); }, 5s);
}

void Job::shell(const std::string& script) { message.argv = {"sh", "-c", script}; }

Result<void> Job::try_start() {
  Result<Fd> lock = jobdir::create_lock(folder);
  REQUIRE(lock.has_value());
  return jobdir::launch_supervisor(TT_SUPERVISOR, message, std::move(*lock));
}

void Job::start() {
  const Result<void> started = try_start();
  INFO((started ? std::string() : started.error().message));
  REQUIRE(started.has_value());
}

jobdir::ExitRecord Job::wait(milliseconds limit) {
  std::optional<jobdir::ExitRecord> record;
  const bool over = eventually([&] { return (record = jobdir::read_exit_record(folder)).has_value(); }, limit);
  INFO("log: ", log());
  REQUIRE(over);
  return *record;
}

bool Job::wait_running() {
  return eventually([&] { return jobdir::read_run_record(folder).has_value(); });
}

bool Job::wait_for(const std::string& text) {
  return eventually([&] { return log().find(text) != std::string::npos; });
}

void Job::ask(const jobdir::ControlRequest& request) {
  const Result<jobdir::ControlAck> ack = jobdir::ask_supervisor(folder, request, 5000);
  INFO((ack ? std::string() : ack.error().message));
  REQUIRE(ack.has_value());
}

std::string Job::log() const { return slurp(folder / "out.log"); }

std::optional<jobdir::RunRecord> Job::record() const {
  Result<jobdir::RunRecord> run = jobdir::read_run_record(folder);
  if (!run) return std::nullopt;
  return *run;
}

bool Job::locked() const { return jobdir::is_locked(folder); }

}  // namespace tt::test
