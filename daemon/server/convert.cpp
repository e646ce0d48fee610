#include "convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/clock.hpp"
#include "base/uri.hpp"
#include "devices/card.hpp"
#include "devices/topology.hpp"
#include "gates/gate.hpp"
#include "protocol/wire.hpp"

namespace tt::server {
namespace {

std::optional<std::string> non_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

template <class T>
std::optional<std::uint64_t> non_negative(const std::optional<T>& value) {
  return value ? std::optional(static_cast<std::uint64_t>(std::max<T>(*value, 0))) : std::nullopt;
}

protocol::JobState to_wire(jobs::JobState state) {
  switch (state) {
    case jobs::JobState::kQueued: return protocol::JobState::kQueued;
    case jobs::JobState::kRunning: return protocol::JobState::kRunning;
    case jobs::JobState::kExited: return protocol::JobState::kExited;
    case jobs::JobState::kSignaled: return protocol::JobState::kSignaled;
    case jobs::JobState::kExecFailed: return protocol::JobState::kExecFailed;
    case jobs::JobState::kTimedOut: return protocol::JobState::kTimedOut;
    case jobs::JobState::kCancelled: return protocol::JobState::kCancelled;
    case jobs::JobState::kLost: return protocol::JobState::kLost;
  }
  return protocol::JobState::kLost;
}

protocol::Verdict to_wire(gates::Verdict verdict) {
  switch (verdict) {
    case gates::Verdict::kPassed: return protocol::Verdict::kPassed;
    case gates::Verdict::kFailed: return protocol::Verdict::kFailed;
    case gates::Verdict::kUnknown: return protocol::Verdict::kUnknown;
  }
  return protocol::Verdict::kUnknown;
}

protocol::JobProgress to_wire(const gates::Progress& progress) {
  return {progress.phase, progress.fraction, non_empty(progress.rate)};
}

protocol::JobFault to_wire(const gates::Fault& fault) {
  return {fault.kind, fault.title, fault.remedy, fault.text, fault.line, fault.offset, gates::kFaultLesson, fault.anchor};
}

protocol::CheckStatus to_wire(doctor::Status status) {
  switch (status) {
    case doctor::Status::kPass: return protocol::CheckStatus::kPass;
    case doctor::Status::kWarn: return protocol::CheckStatus::kWarn;
    case doctor::Status::kFail: return protocol::CheckStatus::kFail;
    case doctor::Status::kUnknown: return protocol::CheckStatus::kUnknown;
  }
  return protocol::CheckStatus::kUnknown;
}

protocol::ParameterType to_wire(commands::ParameterType type) {
  switch (type) {
    case commands::ParameterType::kString: return protocol::ParameterType::kString;
    case commands::ParameterType::kInteger: return protocol::ParameterType::kInteger;
    case commands::ParameterType::kNumber: return protocol::ParameterType::kNumber;
    case commands::ParameterType::kBoolean: return protocol::ParameterType::kBoolean;
    case commands::ParameterType::kPath: return protocol::ParameterType::kPath;
  }
  return protocol::ParameterType::kString;
}

protocol::Parameter to_wire(const commands::ParameterSpec& spec) {
  protocol::Parameter parameter{spec.name, to_wire(spec.type), spec.help, spec.required, {}, {}};
  if (!std::holds_alternative<std::monostate>(spec.default_value)) parameter.default_ = commands::to_text(spec.default_value);
  if (!spec.choices.empty()) parameter.choices = spec.choices;
  return parameter;
}

std::optional<std::string> describe_gates(std::span<const commands::GateSpec> specs) {
  if (specs.empty()) return std::nullopt;
  std::vector<gates::Gate> gates;
  for (const commands::GateSpec& spec : specs) gates.push_back({spec.measure, spec.at_least, spec.at_most});
  return gates::describe(gates);
}

std::string describe_check(const commands::CheckSpec& check) {
  switch (check.kind) {
    case commands::CheckKind::kFile: return "a file is there";
    case commands::CheckKind::kClone: return "the clone is there";
    case commands::CheckKind::kEnvironment: return "the Python environment is there";
    case commands::CheckKind::kCard: return fmt::format("a card is there: {}", check.what);
  }
  return {};
}

protocol::StepProof proof_of(const commands::StepSpec& step, const commands::DeclaredCommand* command) {
  switch (step.proof) {
    case commands::Proof::kGate:
      return {protocol::ProofKind::kGate, command ? describe_gates(command->spec.gates).value_or("its gate") : "its gate"};
    case commands::Proof::kExit:
      return {protocol::ProofKind::kExit,
              command != nullptr && command->spec.kind == commands::CommandKind::kAction ? "its command succeeds" : "exit 0"};
    case commands::Proof::kCheck: return {protocol::ProofKind::kCheck, describe_check(step.check)};
    case commands::Proof::kTick: return {protocol::ProofKind::kTick, "your own tick"};
  }
  return {};
}

std::optional<protocol::ProofKind> proof_kind(std::string_view by) {
  if (by == "exit") return protocol::ProofKind::kExit;
  if (by == "gate") return protocol::ProofKind::kGate;
  if (by == "tick") return protocol::ProofKind::kTick;
  if (by == "check") return protocol::ProofKind::kCheck;
  return std::nullopt;
}

Result<commands::Value> read_value(const nlohmann::json& value) {
  if (value.is_null()) return commands::Value{};
  if (value.is_boolean()) return commands::Value{value.get<bool>()};
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX) {
    return fail(ErrorKind::kInvalidArgument, "An argument is a number that is too large.");
  }
  if (value.is_number_integer()) return commands::Value{value.get<std::int64_t>()};
  if (value.is_number_float()) return commands::Value{value.get<double>()};
  if (value.is_string()) return commands::Value{value.get<std::string>()};
  return fail(ErrorKind::kInvalidArgument, "An argument must be a string, a number, true, false or null.");
}

Result<commands::GivenArguments> read_named(const nlohmann::json& object) {
  std::map<std::string, commands::Value> named;
  for (const auto& [name, value] : object.items()) {
    Result<commands::Value> read = read_value(value);
    if (!read) return std::unexpected(read.error());
    named.emplace(name, std::move(*read));
  }
  return named;
}

Result<commands::GivenArguments> read_positional(const nlohmann::json& array) {
  if (array.size() == 1 && array.front().is_object()) return read_named(array.front());
  std::vector<commands::Value> values;
  for (const nlohmann::json& value : array) {
    Result<commands::Value> read = read_value(value);
    if (!read) return std::unexpected(read.error());
    values.push_back(std::move(*read));
  }
  return values;
}

protocol::Device to_wire(const devices::Device& device) {
  protocol::Device out;
  out.index = device.index;
  out.kind = device.kind;
  out.architecture = device.architecture;
  out.chips = device.chips;
  out.serial = device.serial;
  out.pci = device.pci;
  out.temperature = device.temperature;
  out.power = device.power;
  out.clock = device.clock;
  out.firmware = device.firmware;
  if (device.clock) out.clockActive = devices::is_active_clock(device.architecture, *device.clock);
  out.voltage = device.voltage;
  out.current = device.current;
  out.fan = device.fan;
  out.temperatureLimit = device.temperature_max;
  out.powerLimit = device.power_max;
  out.resetting = device.resetting;
  for (const devices::Holder& holder : device.holders) {
    protocol::DeviceHolder& told = out.holders.emplace_back();
    if (holder.pid > 0 && holder.pid <= INT32_MAX) told.pid = static_cast<std::uint32_t>(holder.pid);
    told.program = holder.program;
    if (holder.since_ms) told.since = clock::iso8601(*holder.since_ms);
    told.locks = holder.locks;
  }
  out.unit = devices::lease_name(device);
  out.readAt = clock::iso8601(device.read_at);
  return out;
}

}  // namespace

protocol::Job to_wire(const jobs::JobRecord& job) {
  protocol::Job out;
  out.id = job.id;
  out.number = job.number;
  out.title = job.title;
  out.command = non_empty(job.command);
  out.lesson = non_empty(job.lesson);
  out.step = non_empty(job.step);
  out.argv = job.argv;
  out.cwd = job.cwd;
  out.device = non_empty(job.device);
  if (job.queue) {
    out.queue = protocol::JobQueue{job.queue->position, non_empty(job.queue->holder), non_empty(job.queue->job), {}};
    if (job.queue->since_ms) out.queue->since = clock::iso8601(*job.queue->since_ms);
  }
  out.environment = job.environment;
  out.environment.insert(out.environment.end(), job.cards_environment.begin(), job.cards_environment.end());
  if (job.file) {
    out.file = protocol::JobFile{};
    out.file->uri = uri::from_path(job.file->path);
    out.file->function = non_empty(job.file->function);
    if (job.file->pytest) out.file->pytest = true;
    if (!job.file->tests.empty()) out.file->tests = job.file->tests;
    if (job.file->collect) out.file->collect = true;
  }
  out.state = to_wire(job.state);
  out.stopping = job.stopping;
  out.exitCode = job.exit_code;
  out.signal = non_empty(job.signal);
  out.reason = non_empty(job.reason);
  out.createdAt = clock::iso8601(job.created_ms);
  if (job.ended_ms) out.endedAt = clock::iso8601(*job.ended_ms);
  out.durationMs = non_negative(jobs::duration_now_ms(job));
  out.size = job.size;
  if (job.progress) out.progress = to_wire(*job.progress);
  if (job.fault) out.fault = to_wire(*job.fault);
  out.log = non_empty(job.log);
  out.pinned = job.pinned;
  if (job.missing > 0) out.dropped = job.missing;
  if (job.verdict) out.verdict = to_wire(*job.verdict);
  for (const gates::Measurement& m : job.measurements) {
    // JSON has no NaN; the verdict tells of it.
    if (std::isfinite(m.value)) out.measurements.push_back({m.name, m.value, non_empty(m.unit), m.line, m.offset, m.text});
  }
  return out;
}

protocol::JobReadResult to_wire(jobs::ReadAnswer answer) {
  protocol::JobReadResult out;
  out.offset = answer.offset;
  out.next = answer.next;
  if (!answer.file.empty()) {
    out.file = std::move(answer.file);
  } else {
    out.data = std::move(answer.data);
  }
  out.end = answer.end;
  if (answer.job) out.job = to_wire(*answer.job);
  return out;
}

protocol::CommandPreview to_wire(const launch::Preview& preview) {
  return {preview.title, preview.argv, preview.cwd, preview.environment, preview.device, preview.pack};
}

protocol::Command to_wire(const commands::DeclaredCommand& command) {
  protocol::Command out;
  out.id = command.spec.id;
  out.title = command.spec.title;
  out.pack = command.pack.id;
  out.kind = command.spec.kind == commands::CommandKind::kJob ? protocol::CommandKind::kJob : protocol::CommandKind::kAction;
  for (const commands::ParameterSpec& parameter : command.spec.parameters) out.parameters.push_back(to_wire(parameter));
  out.device = describe_device(command.spec.device);
  out.gate = describe_gates(command.spec.gates);
  out.minutes = command.spec.minutes;
  return out;
}

protocol::Check to_wire(const doctor::Check& check) {
  return {check.id, check.title, to_wire(check.status), check.detail, non_empty(check.remedy)};
}

protocol::DeviceListResult to_wire(const devices::Inventory& inventory) {
  protocol::DeviceListResult out;
  out.driver = inventory.driver_version;
  for (const devices::Device& device : inventory.devices) out.devices.push_back(to_wire(device));
  return out;
}

protocol::Range to_wire(const authoring::Range& range) {
  return {{range.start.line, range.start.character}, {range.end.line, range.end.character}};
}

protocol::Problem to_wire(const lessons::Problem& problem) {
  const auto severity =
      problem.severity == lessons::Severity::kError ? protocol::ProblemSeverity::kError : protocol::ProblemSeverity::kWarning;
  return {problem.file, problem.line, severity, problem.rule, problem.message};
}

protocol::Step to_wire(const commands::StepSpec& step, const commands::DeclaredCommand* command) {
  protocol::Step out;
  out.id = step.id;
  out.phase = step.phase;
  out.title = step.title;
  out.command = step.command;
  out.anchor = non_empty(step.heading);
  if (command != nullptr) out.minutes = command->spec.minutes;
  out.proof = proof_of(step, command);
  return out;
}

protocol::StepState to_wire(const store::StepRecord& record) {
  protocol::StepState state;
  state.status = record.status == "done"     ? protocol::StepStatus::kDone
                 : record.status == "failed" ? protocol::StepStatus::kFailed
                                             : protocol::StepStatus::kTodo;
  state.by = proof_kind(record.by);
  state.job = non_empty(record.job);
  state.detail = non_empty(record.detail);
  state.at = clock::iso8601(record.at_ms);
  return state;
}

protocol::StepState running_state(const jobs::JobRecord& job) {
  protocol::StepState state;
  state.status = protocol::StepStatus::kRunning;
  state.job = job.id;
  state.detail = job.state == jobs::JobState::kQueued ? non_empty(job.reason) : std::nullopt;
  return state;
}

protocol::LessonSummary summary_of(const LessonRef& lesson) {
  const lessons::FrontMatter& front = lesson.entry->lesson.front_matter;
  protocol::LessonSummary out;
  out.id = front.id;
  out.pack = lesson.pack->info.id;
  out.uri = uri::from_path(lesson.pack->root / lesson.entry->file);
  out.title = front.title;
  out.description = front.description;
  out.category = front.category;
  out.tags = front.tags;
  out.supportedHardware = front.supported_hardware;
  out.status = front.status;
  out.blockReason = non_empty(front.block_reason);
  out.validatedOn = front.validated_on;
  out.validationDate = non_empty(front.validation_date);
  out.validationNotes = non_empty(front.validation_notes);
  out.minTTMetalVersion = non_empty(front.min_tt_metal_version);
  out.recommendedMetalVersion = non_empty(front.recommended_metal_version);
  out.prerequisites = front.prerequisites;
  out.estimatedMinutes = front.estimated_minutes;
  if (lesson.manifest != nullptr) {
    for (const commands::PhaseSpec& phase : lesson.manifest->phases) {
      out.phases.push_back({phase.id, phase.title, non_empty(phase.heading)});
    }
  }
  return out;
}

std::string describe_device(const std::string& need) {
  if (need.empty() || need == "none") return "none";
  return need == "any" ? "any card" : need;
}

Result<commands::GivenArguments> read_arguments(const std::vector<protocol::Any>& arguments) {
  nlohmann::json array = nlohmann::json::array();
  for (const protocol::Any& argument : arguments) array.push_back(argument.json());
  return read_positional(array);
}

Result<commands::GivenArguments> read_link_arguments(const std::string& json) {
  if (json.empty()) return commands::GivenArguments{};
  const Result<nlohmann::json> value = protocol::parse(json);
  if (!value) return fail(ErrorKind::kInvalidArgument, "The link's arguments are not JSON: " + value.error().message);
  if (value->is_array()) return read_positional(*value);
  if (value->is_object()) return read_named(*value);
  // A lone value, as some links have it, is the first argument.
  return read_positional(nlohmann::json::array({*value}));
}

}  // namespace tt::server
