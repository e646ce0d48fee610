// A lesson pack's manifest (pack.yaml): the lessons it orders, their steps, and the commands that may run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "value.hpp"

namespace tt::commands {

inline constexpr std::size_t kMaxManifest = 256 * 1024;  // bytes

enum class Severity { kError, kWarning };

// Something that the pack's author should mend.
struct Problem {
  std::uint32_t line = 0;  // from 1; 0 where it is about the whole file
  Severity severity = Severity::kError;
  std::string rule;     // stable, such as "unknown-key"
  std::string message;  // one sentence
};

struct PackInfo {
  std::string id, title, version;
};

struct PhaseSpec {
  std::string id, title;
  std::string heading;  // the anchor of the lesson's heading; may be empty
};

enum class Proof { kExit, kGate, kTick, kCheck };

enum class CheckKind { kFile, kClone, kEnvironment, kCard };

// Something whose being there proves a step.
struct CheckSpec {
  CheckKind kind = CheckKind::kFile;
  std::string
      what;  // a template of a path (a file, a repository's folder, a Python environment's), or the cards as device_need.hpp
};

// When a proof no longer holds.
struct StaleSpec {
  std::optional<std::uint32_t> days;  // so many days after it
  std::vector<std::string> changed;   // templates of files: once one was changed after it
};

struct StepSpec {
  std::string id;     // unique in its lesson
  std::string phase;  // one of the lesson's phases
  std::string title;
  std::optional<std::string> command;  // one of this manifest's commands
  GivenArguments arguments;            // named; they satisfy the command
  Proof proof = Proof::kTick;
  CheckSpec check;  // of a proof kCheck
  StaleSpec stale;
  std::string heading;  // may be empty
  std::uint32_t line = 0;
};

struct LessonManifest {
  std::string file;  // a plain name, without a folder
  std::vector<PhaseSpec> phases;
  std::vector<StepSpec> steps;
};

enum class ParameterType { kString, kInteger, kNumber, kBoolean, kPath };

// "string", "integer", "number", "boolean", "path": the protocol's words.
std::string_view to_string(ParameterType type);

struct ParameterSpec {
  std::string name;
  ParameterType type = ParameterType::kString;
  bool required = false;
  Value default_value;                     // null: none
  std::optional<double> minimum, maximum;  // of integers and numbers, inclusive
  std::vector<std::string> choices;        // empty: any; compared as text
  std::string help;
};

enum class CommandKind { kJob, kAction };

enum class RequirementKind { kPath, kProgram, kCard };

// Something that must be there before the command runs. In a CommandSpec the texts hold placeholders, in an Invocation none.
struct Requirement {
  RequirementKind kind = RequirementKind::kPath;
  std::string what;     // the path or the program's name; empty for a card
  std::string message;  // what to say where it is missing
  std::string remedy;
};

// The same shape as gates::Gate, which this room can't see.
struct GateSpec {
  std::string measure;
  std::optional<double> at_least, at_most;
};

struct CommandSpec {
  std::string id;
  std::string title;
  CommandKind kind = CommandKind::kJob;
  std::string action;  // of an action: the daemon's name for it
  bool palette = true;
  std::vector<ParameterSpec> parameters;
  // Templates: expand.hpp turns them into an invocation.
  std::vector<std::string> argv;  // never empty for a job
  std::string cwd;                // "${pack}" where the manifest doesn't say
  std::vector<std::pair<std::string, std::string>> env;
  std::vector<Requirement> requirements;
  std::string device = "none";  // the cards it needs, as device_need.hpp reads them
  std::vector<GateSpec> gates;  // all have to pass
  std::optional<std::uint32_t> minutes;
  std::uint32_t line = 0;
};

struct Manifest {
  PackInfo pack;
  std::vector<LessonManifest> lessons;
  std::vector<CommandSpec> commands;
};

// Reads a manifest and appends what is wrong with it to `problems`. A command, lesson or step with an error is left out
// and the rest still works. kTooLarge over kMaxManifest bytes; kMalformed where the text isn't YAML, uses anchors or
// aliases, or lacks a valid `pack`: then the last problem says the same as the error. At most
// 200 problems are listed.
Result<Manifest> parse_manifest(std::string_view text, std::vector<Problem>& problems);

}  // namespace tt::commands
