// Which jobs are old enough, or too many, and how a job's folder goes.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace tt::jobs {

struct RetentionLimits {
  std::chrono::days age{0};  // since its end; 0: any
  std::uint64_t bytes = 0;   // room that all logs together take; 0: any
};

// One job as retention sees it.
struct KeptJob {
  std::string id;
  std::uint32_t number = 0;
  bool removable = false;     // over, of this version, not pinned, and its result was told
  std::int64_t ended_ms = 0;  // wall clock; of its creation where the end isn't known
  std::uint64_t bytes = 0;    // room that its log takes
};

// A job that ended so recently is left alone whatever the limits say: somebody may be about to look at it.
inline constexpr std::chrono::minutes kLeftAlone{10};

// The ids of those to remove, oldest first. Pure. Jobs that can't be removed count for the room all the same.
std::vector<std::string> jobs_to_remove(std::vector<KeptJob> jobs, const RetentionLimits& limits, std::int64_t now_ms);

// Removes a job's folder: renamed first, so that from one instant to the next no reader finds half a job. kConflict where
// somebody holds the job's lock, where it is pinned, or, with `unless_read`, where a daemon reads its log. Gone already, by
// another daemon: no error. Blocks: for the pool.
Result<void> remove_job_folder(const std::filesystem::path& state_root, const std::string& id, bool unless_read);

// Deletes what a daemon that was killed in the middle of a removal left behind. Blocks: for the pool.
void remove_leftovers(const std::filesystem::path& state_root);

// Says to other daemons, as long as the description is open, that the log is being read.
void mark_as_read(int log);

// Room that a job's log takes on the disk: less than its size where it has a gap. Blocks: for the pool.
std::uint64_t log_room(const std::filesystem::path& folder);

}  // namespace tt::jobs
