#include "model_runs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"

namespace tt::server {
namespace {

bool ran(const jobs::JobRecord& job, std::string_view model) {
  const auto is_model = [&](const auto& argument) { return argument.first == "model" && argument.second == model; };
  if (std::ranges::any_of(job.arguments, is_model)) return true;
  return std::ranges::find(job.environment, fmt::format("HF_MODEL={}", model)) != job.environment.end();
}

std::optional<double> last(const jobs::JobRecord& job, std::string_view measure) {
  std::optional<double> value;
  for (const gates::Measurement& measurement : job.measurements) {
    if (measurement.name == measure) value = measurement.value;
  }
  return value;
}

// What picked the tests; else what the job is called.
std::string setting_of(const jobs::JobRecord& job) {
  const auto flag = std::ranges::find(job.argv, "-k");
  return flag == job.argv.end() || std::next(flag) == job.argv.end() ? job.title : *std::next(flag);
}

}  // namespace

std::vector<models::MeasuredRun> runs_of_model(const std::vector<jobs::JobRecord>& jobs, std::string_view model) {
  std::vector<models::MeasuredRun> runs;
  for (const jobs::JobRecord& job : jobs) {
    if (job.state != jobs::JobState::kExited || job.exit_code != 0 || !ran(job, model)) continue;
    models::MeasuredRun run{fmt::format("#{}", job.number),
                            clock::iso8601(job.created_ms).substr(0, 10),
                            job.device,
                            setting_of(job),
                            last(job, gates::kSpeed),
                            last(job, gates::kThroughput),
                            last(job, gates::kFirstToken),
                            last(job, gates::kTop1),
                            last(job, gates::kTop5)};
    if (run.speed || run.top1 || run.top5) runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace tt::server
