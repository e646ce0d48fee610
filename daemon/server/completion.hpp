// How far the user got in a lesson as a whole, and the commands that complete one (a registry's completionEvents).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "daemon.hpp"
#include "jobs/record.hpp"
#include "library.hpp"
#include "protocol/gen/messages.hpp"
#include "store/store.hpp"

namespace tt::server {

// The name under which the store keeps that a lesson was completed as a whole: no step can have it.
inline constexpr char kWholeLesson[] = "*";

// What the lesson as a whole rests on. Nothing where only its steps count: no command completes it, or one of its steps runs each
// command that does.
std::optional<protocol::StepState> completion_of(const LessonRef& lesson, std::span<const store::StepRecord> kept);

// Every step is done or the lesson as a whole: done. Any step begun: started.
protocol::LessonProgress progress_of(std::span<const protocol::Step> steps, const std::optional<protocol::StepState>& completion);

// A lesson's state, read now.
struct LessonState {
  std::vector<protocol::Step> steps;
  std::optional<protocol::StepState> completion;
  protocol::LessonProgress progress = protocol::LessonProgress::kTodo;
};
asio::awaitable<LessonState> state_of_lesson(Daemon& daemon, LessonRef lesson);

// A command that ended well.
struct Success {
  std::string command;
  std::vector<std::pair<std::string, std::string>> arguments;  // as text
  std::optional<jobs::JobRecord> job;                          // nothing: an action
};

// Nothing where the job failed, missed its gate, or ran no command.
std::optional<Success> success_of(const jobs::JobRecord& job);

// Keeps what a success proves beside the step that it was started for: in each lesson that its registry lets this command complete,
// the step that runs the command with these arguments, judged as that step asks; where no step runs it, the lesson as a whole. The
// ids of the lessons in which that changed something.
asio::awaitable<std::vector<std::string>> complete_lessons(Daemon& daemon, Success success);

}  // namespace tt::server
