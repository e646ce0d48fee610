// A real job under a real supervisor, for tests: its folder, its start, and waiting for it by deadline.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jobdir/control.hpp"
#include "jobdir/exit_record.hpp"
#include "jobdir/run_record.hpp"
#include "jobdir/start_message.hpp"

namespace tt::test {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

// Invariant: owns a folder below /tmp and removes it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Looks until `condition` holds or the limit passes; answers what it saw last.
bool eventually(const std::function<bool()>& condition, milliseconds limit = 10s);

std::string slurp(const fs::path& file);

// Whether a process whose command line holds `mark` is alive.
bool runs(const std::string& mark);

// The process that has the job's lock file as descriptor 4: its supervisor. 0 where there is none.
pid_t holder_of_lock(const fs::path& folder);

// Invariant: a supervisor that a test leaves behind is told to kill its job when this ends.
class Job {
 public:
  // A state root of its own.
  Job();
  // A job in somebody else's state root.
  explicit Job(const fs::path& root);
  ~Job();
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  // `sh -c script`
  void shell(const std::string& script);
  Result<void> try_start();
  void start();

  // Fails the test when the job has no exit record by then.
  jobdir::ExitRecord wait(milliseconds limit = 10s);
  bool wait_running();
  // Waits until the log holds `text`.
  bool wait_for(const std::string& text);

  void ask(const jobdir::ControlRequest& request);
  std::string log() const;
  std::optional<jobdir::RunRecord> record() const;
  bool locked() const;

  jobdir::StartMessage message;  // change it before start()
  fs::path root;
  fs::path folder;

 private:
  void make();
  std::optional<TemporaryFolder> own_;
};

}  // namespace tt::test
