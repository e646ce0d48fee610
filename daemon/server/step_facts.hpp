// What the disk and the cards say of steps: whether a check holds, and whether a proof has gone stale.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon.hpp"

namespace tt::server {

struct StepFact {
  std::optional<bool> holds;    // of a step that is proved by a check
  std::string detail;           // what is there, or what is missing
  std::int64_t changed_ms = 0;  // when the newest of the files whose change makes the proof stale was changed; 0: none is there
  std::string changed;          // that file
};

// By the lesson's id and the step's. Steps that neither ask for a check nor name such files have no entry.
using StepFacts = std::map<std::pair<std::string, std::string>, StepFact>;

// Looks now. Of lessons whose steps ask for nothing it costs nothing.
asio::awaitable<StepFacts> look_at_steps(Daemon& daemon, std::vector<LessonRef> lessons);

// Why the proof that a step was given at `at_ms` no longer holds at `now_ms`, for people; nothing while it does.
std::optional<std::string> stale_because(const commands::StepSpec& step, const StepFact& fact, std::int64_t at_ms,
                                         std::int64_t now_ms);

}  // namespace tt::server
