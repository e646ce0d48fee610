#include "spec.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "paths.hpp"

namespace tt::jobdir {
namespace {

using Json = nlohmann::json;

// Invariant: `broken` names the first field that had the wrong shape; nothing is converted silently.
struct FieldReader {
  const Json& object;
  std::string broken;

  const Json* find(const char* key) const {
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
  }
  void blame(const char* key) {
    if (broken.empty()) broken = key;
  }
  std::string text(const char* key) {
    const Json* value = find(key);
    if (value == nullptr) return {};
    if (!value->is_string()) return blame(key), std::string();
    return value->get_ref<const std::string&>();
  }
  template <class Unsigned>
  Unsigned number(const char* key, Unsigned otherwise) {
    const Json* value = find(key);
    if (value == nullptr) return otherwise;
    if (!value->is_number_unsigned() ||
        value->get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<Unsigned>::max())) {
      return blame(key), otherwise;
    }
    return static_cast<Unsigned>(value->get<std::uint64_t>());
  }
  std::optional<double> decimal(const char* key) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) return blame(key), std::nullopt;
    return value->get<double>();
  }
  bool flag(const char* key) {
    const Json* value = find(key);
    if (value == nullptr) return false;
    if (!value->is_boolean()) return blame(key), false;
    return value->get<bool>();
  }
  std::vector<std::string> list(const char* key) {
    std::vector<std::string> out;
    const Json* value = find(key);
    if (value == nullptr) return out;
    if (!value->is_array()) return blame(key), out;
    for (const Json& item : *value) {
      if (!item.is_string()) return blame(key), out;
      out.push_back(item.get_ref<const std::string&>());
    }
    return out;
  }
};

// One object, as older jobs have it, or an array of them.
std::vector<GateSpec> read_gates(FieldReader& fields) {
  std::vector<GateSpec> gates;
  const Json* value = fields.find("gate");
  if (value == nullptr) return gates;
  for (const Json& item : value->is_array() ? *value : Json::array({*value})) {
    if (!item.is_object()) return fields.blame("gate"), gates;
    FieldReader inner{item, {}};
    GateSpec gate{inner.text("measure"), inner.decimal("atLeast"), inner.decimal("atMost")};
    if (!inner.broken.empty() || gate.measure.empty()) fields.blame("gate");
    gates.push_back(std::move(gate));
  }
  return gates;
}

std::vector<CardChoice> read_choices(FieldReader& fields) {
  std::vector<CardChoice> choices;
  const Json* value = fields.find("choices");
  if (value == nullptr) {
    if (const std::string lease = fields.text("device"); !lease.empty()) choices.push_back({lease, {lease}, {}, {}});
    return choices;
  }
  if (!value->is_array()) return fields.blame("choices"), choices;
  for (const Json& item : *value) {
    if (!item.is_object()) return fields.blame("choices"), choices;
    FieldReader inner{item, {}};
    // Its nodes are for the supervisor alone, which is told them another way.
    choices.push_back({inner.text("device"), inner.list("leases"), {}, inner.list("environment")});
    if (!inner.broken.empty() || choices.back().leases.empty()) fields.blame("choices");
  }
  return choices;
}

Json to_json(const std::vector<CardChoice>& choices) {
  Json array = Json::array();
  for (const CardChoice& choice : choices) {
    array.push_back(Json{{"device", choice.device}, {"leases", choice.leases}, {"environment", choice.environment}});
  }
  return array;
}

std::vector<std::pair<std::string, std::string>> read_arguments(FieldReader& fields) {
  std::vector<std::pair<std::string, std::string>> arguments;
  const Json* value = fields.find("arguments");
  if (value == nullptr) return arguments;
  if (!value->is_array()) return fields.blame("arguments"), arguments;
  for (const Json& item : *value) {
    if (!item.is_object()) return fields.blame("arguments"), arguments;
    FieldReader inner{item, {}};
    arguments.emplace_back(inner.text("name"), inner.text("value"));
    if (!inner.broken.empty() || arguments.back().first.empty()) fields.blame("arguments");
  }
  return arguments;
}

std::optional<FileSpec> read_file_spec(FieldReader& fields) {
  const Json* value = fields.find("file");
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) return fields.blame("file"), std::nullopt;
  FieldReader inner{*value, {}};
  const FileSpec file{inner.text("path"), inner.text("function"), inner.flag("pytest"), inner.list("tests"), inner.flag("collect")};
  if (!inner.broken.empty() || file.path.empty()) fields.blame("file");
  return file;
}

}  // namespace

std::string format_spec(const Spec& spec) {
  Json json{{"version", spec.version},
            {"id", spec.id},
            {"number", spec.number},
            {"title", spec.title},
            {"command", spec.command},
            {"lesson", spec.lesson},
            {"step", spec.step},
            {"pack", spec.pack},
            {"argv", spec.argv},
            {"cwd", spec.cwd},
            {"environmentNames", spec.environment_names},
            {"environment", spec.environment},
            {"mode", spec.mode == OutputMode::kPipe ? "pipe" : "pty"},
            {"columns", spec.columns},
            {"rows", spec.rows},
            {"interruptGraceMs", spec.interrupt_grace_ms},
            {"terminateGraceMs", spec.terminate_grace_ms},
            {"timeLimitMs", spec.time_limit_ms},
            {"logLimitBytes", spec.log_limit_bytes},
            {"createdWallMs", spec.created_wall_ms}};
  for (const auto& [name, value] : spec.arguments) json["arguments"].push_back(Json{{"name", name}, {"value", value}});
  if (spec.file) {
    json["file"] = Json{{"path", spec.file->path},
                        {"function", spec.file->function},
                        {"pytest", spec.file->pytest},
                        {"tests", spec.file->tests},
                        {"collect", spec.file->collect}};
  }
  if (!spec.need.empty()) json["need"] = spec.need;
  if (!spec.choices.empty()) {
    // An older reader takes `device` for a sign that the job may have to wait.
    json["device"] = spec.choices.front().device;
    json["choices"] = to_json(spec.choices);
  }
  for (const GateSpec& gate : spec.gates) {
    Json one{{"measure", gate.measure}};
    if (gate.at_least) one["atLeast"] = *gate.at_least;
    if (gate.at_most) one["atMost"] = *gate.at_most;
    // A single one as older readers know it.
    if (spec.gates.size() == 1) {
      json["gate"] = std::move(one);
    } else {
      json["gate"].push_back(std::move(one));
    }
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Spec> parse_spec(std::string_view text) {
  // Nothing in a spec is nested deeper than three levels; what is deeper gets dropped before it is built.
  const Json json = Json::parse(text, [](int depth, Json::parse_event_t, Json&) { return depth <= 8; }, false);
  if (!json.is_object()) return fail(ErrorKind::kMalformed, "The job's spec.json isn't a JSON object.");
  FieldReader fields{json, {}};
  Spec spec;
  spec.version = fields.number<int>("version", 0);
  if (spec.version > kSpecVersion) {
    return fail(ErrorKind::kUnsupported, fmt::format("The job was made by a newer program (spec version {}).", spec.version),
                "Update the extension.");
  }
  if (spec.version < 1) return fail(ErrorKind::kMalformed, "The job's spec.json has no version.");
  spec.id = fields.text("id");
  spec.number = fields.number<std::uint64_t>("number", 0);
  spec.title = fields.text("title");
  spec.command = fields.text("command");
  spec.lesson = fields.text("lesson");
  spec.step = fields.text("step");
  spec.pack = fields.text("pack");
  spec.argv = fields.list("argv");
  spec.cwd = fields.text("cwd");
  spec.environment_names = fields.list("environmentNames");
  spec.environment = fields.list("environment");
  spec.arguments = read_arguments(fields);
  spec.file = read_file_spec(fields);
  spec.need = fields.text("need");
  spec.choices = read_choices(fields);
  spec.gates = read_gates(fields);
  const std::string mode = fields.text("mode");
  if (mode != "pty" && mode != "pipe") fields.blame("mode");
  spec.mode = mode == "pipe" ? OutputMode::kPipe : OutputMode::kPty;
  spec.columns = fields.number<std::uint16_t>("columns", spec.columns);
  spec.rows = fields.number<std::uint16_t>("rows", spec.rows);
  spec.interrupt_grace_ms = fields.number<std::uint32_t>("interruptGraceMs", spec.interrupt_grace_ms);
  spec.terminate_grace_ms = fields.number<std::uint32_t>("terminateGraceMs", spec.terminate_grace_ms);
  spec.time_limit_ms = fields.number<std::uint32_t>("timeLimitMs", spec.time_limit_ms);
  spec.log_limit_bytes = fields.number<std::uint64_t>("logLimitBytes", spec.log_limit_bytes);
  spec.created_wall_ms = fields.number<std::int64_t>("createdWallMs", 0);
  if (spec.id.empty()) fields.blame("id");
  if (spec.argv.empty()) fields.blame("argv");
  if (!fields.broken.empty()) {
    return fail(ErrorKind::kMalformed,
                fmt::format("The field '{}' of the job's spec.json is missing or has the wrong shape.", fields.broken));
  }
  return spec;
}

Result<void> write_spec(const std::filesystem::path& folder, const Spec& spec) {
  const std::filesystem::path path = folder / kSpecFile;
  const Fd fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) {
    if (errno == EEXIST) return fail(ErrorKind::kConflict, fmt::format("{} exists already.", path.string()));
    return fail_errno("create", path.string(), errno);
  }
  const std::string bytes = format_spec(spec);
  for (std::string_view rest = bytes; !rest.empty();) {
    const ssize_t n = ::write(fd.get(), rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_errno("write", path.string(), errno);
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(fd.get()) != 0) return fail_errno("fsync", path.string(), errno);
  return {};
}

Result<Spec> read_spec(const std::filesystem::path& folder) {
  const Result<std::string> text = read_file(folder / kSpecFile, kSpecFileLimit);
  if (!text) return std::unexpected(text.error());
  return parse_spec(*text);
}

}  // namespace tt::jobdir
