#include "progress_file.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/clock.hpp"
#include "base/utf8.hpp"

namespace tt::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::size_t kLongestText = 4096;
constexpr std::size_t kMostSteps = 100'000;

std::unexpected<Error> malformed(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("The file isn't one that \"Export progress\" wrote: {}.", why));
}

// A short text; nothing where there is none or it is none.
std::optional<std::string> text_of(const Json& step, const char* key) {
  const auto found = step.find(key);
  if (found == step.end()) return std::string();
  if (!found->is_string()) return std::nullopt;
  const auto& text = found->get_ref<const std::string&>();
  if (text.size() > kLongestText || text.contains('\0')) return std::nullopt;
  return text;
}

bool is_status(std::string_view status) { return status == "done" || status == "failed" || status == "todo"; }
bool is_proof(std::string_view by) { return by == "exit" || by == "gate" || by == "tick"; }

}  // namespace

std::string format_progress(const KeptSteps& kept) {
  Json steps = Json::array();
  for (const auto& [lesson, records] : kept) {
    for (const store::StepRecord& record : records) {
      steps.push_back(Json{{"pack", lesson.first},
                           {"lesson", lesson.second},
                           {"step", record.step},
                           {"status", record.status},
                           {"by", record.by},
                           {"job", record.job},
                           {"detail", record.detail},
                           {"atMs", record.at_ms}});
    }
  }
  const Json file{{"kind", "tt-bringup progress"}, {"version", kVersion}, {"steps", std::move(steps)}};
  return file.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<KeptSteps> parse_progress(std::string_view text) {
  if (text.size() > kMaxProgressFile) return fail(ErrorKind::kTooLarge, "The file is too large for one that holds progress.");
  const Json file = Json::parse(text, [](int depth, Json::parse_event_t, Json&) { return depth <= 4; }, false);
  if (!file.is_object() || file.value("kind", Json()) != "tt-bringup progress") return malformed("it says so nowhere");
  const Json version = file.value("version", Json());
  if (!version.is_number_integer()) return malformed("it has no version");
  const bool is_newer =
      version.is_number_unsigned() ? version.get<std::uint64_t>() > kVersion : version.get<std::int64_t>() > kVersion;
  if (!is_newer && version.get<std::int64_t>() < 1) return malformed("its version is none");
  if (is_newer) {
    return fail(ErrorKind::kUnsupported, "The file was written by a newer version.", "Update the extension.");
  }
  const Json steps = file.value("steps", Json());
  if (!steps.is_array() || steps.size() > kMostSteps) return malformed("it has no list of steps");
  KeptSteps kept;
  for (const Json& step : steps) {
    if (!step.is_object()) return malformed("a step is no object");
    const auto pack = text_of(step, "pack"), lesson = text_of(step, "lesson"), id = text_of(step, "step");
    const auto status = text_of(step, "status"), by = text_of(step, "by"), job = text_of(step, "job"),
               detail = text_of(step, "detail");
    const Json at = step.value("atMs", Json());
    if (!pack || !lesson || !id || !status || !by || !job || !detail || pack->empty() || lesson->empty() || id->empty() ||
        !is_status(*status) || !is_proof(*by) || !at.is_number_integer() || at.get<std::int64_t>() < 0) {
      return malformed("a step lacks something, or has something that is none");
    }
    // A step of the future would never be replaced.
    const std::int64_t at_ms = std::min(at.get<std::int64_t>(), clock::wall_ms());
    kept[{*pack, *lesson}].push_back({*id, *status, *by, *job, utf8::visible(*detail), at_ms});
  }
  return kept;
}

}  // namespace tt::server
