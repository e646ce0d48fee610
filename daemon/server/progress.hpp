// How far the user got: what proves a step, and what of that is kept.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/manifest.hpp"
#include "daemon.hpp"
#include "jobs/record.hpp"
#include "protocol/gen/messages.hpp"
#include "step_facts.hpp"
#include "store/store.hpp"

namespace tt::server {

// What a finished job says of the step that it was started for. Nothing: it says nothing, because the user cancelled it.
std::optional<store::StepRecord> judge_job(const jobs::JobRecord& job, const commands::StepSpec& step);

// Whether `found` may replace `kept`: a record is never replaced by an older one, so that the end of an old job, seen again
// at the next start, doesn't undo what came after it.
bool replaces(const store::StepRecord& found, const std::optional<store::StepRecord>& kept);

// The steps of a lesson with their states, as the wire has them. A step whose job lives is running whatever is kept of it; one that
// is proved by a check is as the check says, unless the user ticked it; one whose proof went stale is to be done again.
std::vector<protocol::Step> steps_of(const Daemon& daemon, const LessonRef& lesson, std::span<const store::StepRecord> kept,
                                     const StepFacts& facts);

// The same with what is kept of it, read now.
asio::awaitable<std::vector<protocol::Step>> steps_of(Daemon& daemon, LessonRef lesson);

// What is kept of every lesson. Empty where it can't be read.
using KeptSteps = std::map<store::LessonKey, std::vector<store::StepRecord>>;
asio::awaitable<KeptSteps> kept_steps(Daemon& daemon);

// Keeps a record of a step, unless a newer one is kept. True where that changed something.
asio::awaitable<Result<bool>> keep_step(Daemon& daemon, LessonRef lesson, store::StepRecord record);

// Keeps what a finished job says of its step. True where that changed something.
asio::awaitable<bool> record_job(Daemon& daemon, jobs::JobRecord job);

// Keeps that an action succeeded, which proves a step that is proved by its command.
asio::awaitable<Result<void>> record_action(Daemon& daemon, LessonRef lesson, std::string step);

// The user's own tick, or its removal.
asio::awaitable<Result<protocol::Step>> set_step(Daemon& daemon, LessonRef lesson, std::string step, bool done);

}  // namespace tt::server
