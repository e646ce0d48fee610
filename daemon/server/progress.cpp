#include "progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "convert.hpp"
#include "gates/gate.hpp"

namespace tt::server {
namespace {

constexpr char kDone[] = "done";
constexpr char kFailed[] = "failed";
constexpr char kTodo[] = "todo";

std::string describe_state(const jobs::JobRecord& job) {
  switch (job.state) {
    case jobs::JobState::kExited: return fmt::format("exit {}", job.exit_code.value_or(-1));
    case jobs::JobState::kSignaled: return fmt::format("ended by {}", job.signal);
    case jobs::JobState::kExecFailed: return job.reason;
    case jobs::JobState::kTimedOut: return "timed out";
    case jobs::JobState::kLost: return fmt::format("lost: {}", job.reason);
    default: return std::string(jobs::to_string(job.state));
  }
}

// "exit 1 · Python doesn't find the module ttnn."
std::string describe_end(const jobs::JobRecord& job) {
  return job.fault ? fmt::format("{} \u00b7 {}", describe_state(job), job.fault->title) : describe_state(job);
}

protocol::StepState state_of(const commands::StepSpec& step, const store::StepRecord* kept, const StepFact& fact) {
  const bool done = kept != nullptr && kept->status == kDone;
  const bool failed = kept != nullptr && kept->status == kFailed;
  if (fact.holds && !(done && kept->by == "tick") && !(failed && !*fact.holds)) {
    return to_wire(store::StepRecord{step.id, *fact.holds ? kDone : kTodo, "check", {}, fact.detail, clock::wall_ms()});
  }
  if (kept == nullptr) return {};
  if (done) {
    if (const auto stale = stale_because(step, fact, kept->at_ms, clock::wall_ms())) {
      return to_wire(store::StepRecord{step.id, kTodo, kept->by, kept->job, "To be done again: " + *stale, kept->at_ms});
    }
  }
  return to_wire(*kept);
}

// The store is the one thing that several windows change, so a record is read and written in one go on its own thread.
struct Change {
  std::string pack, lesson;
  store::StepRecord record;
};

Result<bool> apply(store::Store& store, const Change& change) {
  const Result<std::vector<store::StepRecord>> kept = store.steps(change.pack, change.lesson);
  if (!kept) return std::unexpected(kept.error());
  const auto found = std::ranges::find(*kept, change.record.step, &store::StepRecord::step);
  const auto before = found == kept->end() ? std::nullopt : std::optional(*found);
  if (!replaces(change.record, before)) return false;
  if (Result<void> put = store.put_step(change.pack, change.lesson, change.record); !put) return std::unexpected(put.error());
  return true;
}

asio::awaitable<Result<bool>> keep(Daemon& daemon, Change change) {
  co_await daemon.store_opened();
  if (!daemon.store) co_return fail(ErrorKind::kIo, "There is no database to keep progress in.");
  co_return co_await offload(daemon.store_pool, [store = daemon.store, change] { return apply(*store, change); });
}

Change make_change(const LessonRef& lesson, store::StepRecord record) {
  return {lesson.pack->info.id, lesson.entry->lesson.front_matter.id, std::move(record)};
}

Error unknown_step(const LessonRef& lesson, std::string_view step) {
  return {ErrorKind::kNotFound, fmt::format("The lesson {} has no step '{}'.", lesson.entry->lesson.front_matter.id, step), {}};
}

}  // namespace

std::optional<store::StepRecord> judge_job(const jobs::JobRecord& job, const commands::StepSpec& step) {
  if (job.state == jobs::JobState::kCancelled || !jobs::is_final(job.state)) return std::nullopt;
  store::StepRecord record{step.id, kFailed, "exit", job.id, describe_end(job), job.ended_ms.value_or(job.created_ms)};
  const bool succeeded = job.state == jobs::JobState::kExited && job.exit_code == 0;
  if (!succeeded) return record;
  if (step.proof == commands::Proof::kGate) {
    record.by = "gate";
    // A step that asks for a gate isn't proved by a job without one.
    record.detail = job.gates.empty() ? "the job has no gate" : gates::describe_measured(job.gates, job.measurements);
    if (job.verdict == gates::Verdict::kPassed) record.status = kDone;
    return record;
  }
  if (step.proof == commands::Proof::kTick) return std::nullopt;
  // What it was to bring about is looked at each time; that it failed before counts no longer.
  record.status = step.proof == commands::Proof::kCheck ? kTodo : kDone;
  return record;
}

bool replaces(const store::StepRecord& found, const std::optional<store::StepRecord>& kept) {
  return !kept || (found.at_ms > kept->at_ms && found != *kept);
}

std::vector<protocol::Step> steps_of(const Daemon& daemon, const LessonRef& lesson, std::span<const store::StepRecord> kept,
                                     const StepFacts& facts) {
  std::vector<protocol::Step> steps;
  if (lesson.manifest == nullptr) return steps;
  const std::string& id = lesson.entry->lesson.front_matter.id;
  const auto jobs = daemon.jobs.list(1000);
  for (const commands::StepSpec& spec : lesson.manifest->steps) {
    const commands::DeclaredCommand* command = spec.command ? daemon.library->commands.find(*spec.command) : nullptr;
    protocol::Step step = to_wire(spec, command);
    const auto found = std::ranges::find(kept, spec.id, &store::StepRecord::step);
    const auto fact = facts.find({id, spec.id});
    step.state = state_of(spec, found == kept.end() ? nullptr : &*found, fact == facts.end() ? StepFact{} : fact->second);
    if (jobs) {
      const auto live = std::ranges::find_if(
          *jobs, [&](const jobs::JobRecord& job) { return !jobs::is_final(job.state) && job.lesson == id && job.step == spec.id; });
      if (live != jobs->end()) step.state = running_state(*live);
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

asio::awaitable<std::vector<protocol::Step>> steps_of(Daemon& daemon, LessonRef lesson) {
  const std::string pack = lesson.pack->info.id;
  const std::string id = lesson.entry->lesson.front_matter.id;
  // The library may be swapped while the store is asked.
  const std::shared_ptr<const Library> alive = daemon.library;
  std::vector<store::StepRecord> kept;
  co_await daemon.store_opened();
  if (daemon.store) {
    auto read = co_await offload(daemon.store_pool, [store = daemon.store, pack, id] { return store->steps(pack, id); });
    if (read) {
      kept = std::move(*read);
    } else {
      log::warning("the progress of {} can't be read: {}", id, read.error().message);
    }
  }
  const StepFacts facts = co_await look_at_steps(daemon, {lesson});
  co_return steps_of(daemon, lesson, kept, facts);
}

asio::awaitable<KeptSteps> kept_steps(Daemon& daemon) {
  co_await daemon.store_opened();
  if (!daemon.store) co_return KeptSteps{};
  auto read = co_await offload(daemon.store_pool, [store = daemon.store] { return store->all_steps(); });
  if (read) co_return std::move(*read);
  log::warning("the progress can't be read: {}", read.error().message);
  co_return KeptSteps{};
}

asio::awaitable<Result<bool>> keep_step(Daemon& daemon, LessonRef lesson, store::StepRecord record) {
  co_return co_await keep(daemon, make_change(lesson, std::move(record)));
}

asio::awaitable<bool> record_job(Daemon& daemon, jobs::JobRecord job) {
  if (job.lesson.empty() || job.step.empty()) co_return false;
  const std::shared_ptr<const Library> alive = daemon.library;
  const std::optional<LessonRef> lesson = find_lesson(*alive, job.lesson);
  const commands::StepSpec* step = lesson ? find_step(*lesson, job.step) : nullptr;
  if (step == nullptr) co_return false;
  std::optional<store::StepRecord> record = judge_job(job, *step);
  if (!record) co_return false;
  const Result<bool> kept = co_await keep(daemon, make_change(*lesson, std::move(*record)));
  if (!kept) log::error("the result of job {} can't be kept: {}", job.id, kept.error().message);
  co_return kept.value_or(false);
}

asio::awaitable<Result<void>> record_action(Daemon& daemon, LessonRef lesson, std::string step) {
  const std::shared_ptr<const Library> alive = daemon.library;
  const commands::StepSpec* spec = find_step(lesson, step);
  if (spec == nullptr || spec->proof != commands::Proof::kExit) co_return Result<void>{};
  const Result<bool> kept = co_await keep(daemon, make_change(lesson, {step, kDone, "exit", "", "", clock::wall_ms()}));
  if (!kept) co_return std::unexpected(kept.error());
  co_return Result<void>{};
}

asio::awaitable<Result<protocol::Step>> set_step(Daemon& daemon, LessonRef lesson, std::string step, bool done) {
  const std::shared_ptr<const Library> alive = daemon.library;
  if (find_step(lesson, step) == nullptr) co_return std::unexpected(unknown_step(lesson, step));
  const Result<bool> kept =
      co_await keep(daemon, make_change(lesson, {step, done ? kDone : kTodo, "tick", "", "", clock::wall_ms()}));
  if (!kept) co_return std::unexpected(kept.error());
  for (protocol::Step& now : co_await steps_of(daemon, lesson)) {
    if (now.id == step) co_return std::move(now);
  }
  co_return std::unexpected(unknown_step(lesson, step));
}

}  // namespace tt::server
