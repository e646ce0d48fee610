// What a job's folder says about the job, looked at from scratch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "jobdir/exit_record.hpp"
#include "jobdir/run_record.hpp"
#include "jobdir/spec.hpp"
#include "record.hpp"

namespace tt::jobs {

enum class SpecFile { kMissing, kUnreadable, kNewer, kValid };

// What was seen, in this order: the order is what makes the decision right while the job goes on.
struct Facts {
  SpecFile spec = SpecFile::kValid;
  bool exit_record = false;        // valid at the first look
  bool locked = false;             // somebody holds the job's lock
  bool exit_record_again = false;  // valid at a second look, after the lock
  bool run_record = false;         // `run` exists and can be read
  bool run_newer = false;          // `run` is of a newer version
  bool same_boot = false;          // run.boot_id is this boot's
  bool child_alive = false;        // run.child still exists: number and start time
};

enum class Standing {
  kIgnore,    // no job yet: its maker is between two steps, or died there before it promised anything
  kReadOnly,  // of another version, or damaged: shown, never touched
  kFinal,     // the exit record says how it ended
  kLive,      // its supervisor lives
  kNeverStarted,
  kLostByReboot,
  kLostBySupervisor,  // the supervisor died in this boot
};

struct Decision {
  Standing standing = Standing::kIgnore;
  bool kill_child = false;  // what the supervisor started runs on without one
  bool operator==(const Decision&) const = default;
};

Decision decide(const Facts& facts);

struct Found {
  std::string id;
  Facts facts;
  Decision decision;
  jobdir::Spec spec;  // with SpecFile::kValid
  std::optional<jobdir::ExitRecord> exit;
  std::optional<jobdir::RunRecord> run;
  std::optional<QueueRecord> queue;  // of a live job that has not begun
  std::uint64_t log_size = 0;
  std::string log;            // path of out.log; empty: there is none
  std::uint64_t missing = 0;  // bytes of output that aren't in the log
  bool pinned = false;
};

// Looks at one folder below <state_root>/jobs and carries kill_child out. Blocks: for the pool.
Found look(const std::filesystem::path& state_root, const std::string& id);

// Every folder below <state_root>/jobs whose name is a ULID and isn't in `skip`, in order of the names.
std::vector<Found> look_at_all(const std::filesystem::path& state_root, const std::set<std::string>& skip);

// The record that follows from it; measurements and verdict aside.
JobRecord to_record(const Found& found);

}  // namespace tt::jobs
