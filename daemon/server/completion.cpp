#include "completion.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "commands/arguments.hpp"
#include "convert.hpp"
#include "gates/gate.hpp"
#include "progress.hpp"
#include "step_facts.hpp"

namespace tt::server {
namespace {

const std::vector<std::string>* completing_commands(const LessonRef& lesson) {
  const auto facts = lesson.pack->registry_facts.find(lesson.entry->file);
  if (facts == lesson.pack->registry_facts.end() || facts->second.completed_by.empty()) return nullptr;
  return &facts->second.completed_by;
}

bool has_step_that_runs(const LessonRef& lesson, std::string_view command) {
  return lesson.manifest != nullptr &&
         std::ranges::any_of(lesson.manifest->steps, [&](const commands::StepSpec& step) { return step.command == command; });
}

std::vector<std::pair<std::string, std::string>> texts_of(const commands::Arguments& arguments) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [name, value] : arguments.values) texts.emplace_back(name, commands::to_text(value));
  return texts;
}

// The first step that runs just this; null where other steps of the lesson run the command with other arguments.
const commands::StepSpec* step_proved_by(const LessonRef& lesson, const commands::DeclaredCommand& command,
                                         const Success& success) {
  const auto found = std::ranges::find_if(lesson.manifest->steps, [&](const commands::StepSpec& step) {
    if (step.command != success.command) return false;
    const Result<commands::Arguments> wanted = commands::check_arguments(command.spec, step.arguments);
    return wanted && texts_of(*wanted) == success.arguments;
  });
  return found == lesson.manifest->steps.end() ? nullptr : &*found;
}

std::optional<store::StepRecord> record_of(const LessonRef& lesson, const commands::CommandTable& commands,
                                           const Success& success) {
  const std::int64_t now = success.job ? success.job->ended_ms.value_or(success.job->created_ms) : clock::wall_ms();
  store::StepRecord record{kWholeLesson, "done", "exit", success.job ? success.job->id : "", "", now};
  if (has_step_that_runs(lesson, success.command)) {
    const commands::DeclaredCommand* command = commands.find(success.command);
    const commands::StepSpec* step = command == nullptr ? nullptr : step_proved_by(lesson, *command, success);
    if (step == nullptr) return std::nullopt;
    if (success.job) return judge_job(*success.job, *step);
    if (step->proof != commands::Proof::kExit) return std::nullopt;
    record.step = step->id;
    return record;
  }
  if (success.job && !success.job->gates.empty()) {
    record.by = "gate";
    record.detail = gates::describe_measured(success.job->gates, success.job->measurements);
  } else if (success.job) {
    record.detail = "exit 0";
  }
  return record;
}

}  // namespace

std::optional<protocol::StepState> completion_of(const LessonRef& lesson, std::span<const store::StepRecord> kept) {
  const std::vector<std::string>* commands = completing_commands(lesson);
  if (commands == nullptr) return std::nullopt;
  if (std::ranges::all_of(*commands, [&](const std::string& command) { return has_step_that_runs(lesson, command); })) {
    return std::nullopt;
  }
  const auto found = std::ranges::find(kept, std::string_view(kWholeLesson), &store::StepRecord::step);
  return found == kept.end() ? protocol::StepState{} : to_wire(*found);
}

protocol::LessonProgress progress_of(std::span<const protocol::Step> steps, const std::optional<protocol::StepState>& completion) {
  const auto is_done = [](const protocol::Step& step) { return step.state.status == protocol::StepStatus::kDone; };
  const auto is_begun = [](const protocol::Step& step) { return step.state.status != protocol::StepStatus::kTodo; };
  if (completion && completion->status == protocol::StepStatus::kDone) return protocol::LessonProgress::kDone;
  if (!steps.empty() && std::ranges::all_of(steps, is_done)) return protocol::LessonProgress::kDone;
  return std::ranges::any_of(steps, is_begun) ? protocol::LessonProgress::kStarted : protocol::LessonProgress::kTodo;
}

asio::awaitable<LessonState> state_of_lesson(Daemon& daemon, LessonRef lesson) {
  // The library may be swapped while the store is asked.
  const std::shared_ptr<const Library> alive = daemon.library;
  const std::string pack = lesson.pack->info.id;
  const std::string id = lesson.entry->lesson.front_matter.id;
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
  LessonState state;
  state.steps = steps_of(daemon, lesson, kept, facts);
  state.completion = completion_of(lesson, kept);
  state.progress = progress_of(state.steps, state.completion);
  co_return state;
}

std::optional<Success> success_of(const jobs::JobRecord& job) {
  if (job.command.empty() || job.state != jobs::JobState::kExited || job.exit_code != 0) return std::nullopt;
  if (!job.gates.empty() && job.verdict != gates::Verdict::kPassed) return std::nullopt;
  return Success{job.command, job.arguments, job};
}

asio::awaitable<std::vector<std::string>> complete_lessons(Daemon& daemon, Success success) {
  const std::shared_ptr<const Library> library = daemon.library;
  std::vector<std::string> changed;
  for (const packs::Pack& pack : library->packs) {
    for (const lessons::LessonEntry& entry : pack.lessons) {
      const LessonRef lesson{&pack, &entry, packs::manifest_of(pack, entry)};
      const std::vector<std::string>* commands = completing_commands(lesson);
      if (commands == nullptr || std::ranges::find(*commands, success.command) == commands->end()) continue;
      std::optional<store::StepRecord> record = record_of(lesson, library->commands, success);
      if (!record) continue;
      const std::string id = entry.lesson.front_matter.id;
      const Result<bool> kept = co_await keep_step(daemon, lesson, std::move(*record));
      if (!kept) {
        log::error("that {} completed {} can't be kept: {}", success.command, id, kept.error().message);
      } else if (*kept) {
        changed.push_back(id);
      }
    }
  }
  co_return changed;
}

}  // namespace tt::server
