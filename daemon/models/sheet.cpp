#include "sheet.hpp"

#include <fmt/format.h>

#include "numbers.hpp"

namespace tt::models {
namespace {

// The cases of simple_text_demo.py that the entries of model_targets.yaml are about, as of 2026-08: 512 tokens of prompt with their
// answers known, and 32 prompts of 128 tokens.
constexpr std::string_view kTokenMatching = "ci-token-matching", kBatch32 = "batch-32";

std::string shown(std::optional<double> value, std::string_view unit = {}) {
  return value ? fmt::format("{}{}", *value, unit) : std::string(kNotMeasured);
}

std::string card_of(const MeasuredRun& run) { return run.card.empty() ? "not known" : cell(run.card); }

std::string share(std::optional<double> speed, std::optional<double> maximum) {
  return speed && maximum ? fmt::format("{:.1f} %", 100 * *speed / *maximum) : std::string("not known");
}

}  // namespace

std::string speed_rows(const std::vector<MeasuredRun>& runs, std::optional<double> maximum) {
  std::string rows;
  for (const MeasuredRun& run : runs) {
    if (!run.speed) continue;
    rows += fmt::format("| {} | {} | {} | {} | {} | {} | {}, {} |\n", card_of(run), cell(run.setting), shown(run.speed),
                        shown(run.throughput), shown(run.first_token), share(run.speed, maximum), run.job, run.date);
  }
  if (rows.empty()) rows = fmt::format("| {0} | {0} | {0} | {0} | {0} | {0} | none |\n", kNotMeasured);
  return rows;
}

std::string accuracy_rows(const std::vector<MeasuredRun>& runs) {
  std::string rows;
  for (const MeasuredRun& run : runs) {
    if (!run.top1 && !run.top5) continue;
    rows += fmt::format("| {} | {} | {} | {} | {}, {} |\n", card_of(run), cell(run.setting), shown(run.top1, " %"),
                        shown(run.top5, " %"), run.job, run.date);
  }
  if (rows.empty()) rows = fmt::format("| {0} | {0} | {0} | {0} | none |\n", kNotMeasured);
  return rows;
}

std::string target_entries(const std::vector<MeasuredRun>& runs) {
  const MeasuredRun* accuracy = nullptr;
  const MeasuredRun* speed = nullptr;
  for (const MeasuredRun& run : runs) {
    if (accuracy == nullptr && run.top1 && run.top5 && run.setting.contains(kTokenMatching)) accuracy = &run;
    if (speed == nullptr && run.speed && run.setting.contains(kBatch32)) speed = &run;
  }
  std::string text = "          - batch_size: 1\n            seq_len: 512\n";
  if (accuracy != nullptr) {
    text += fmt::format(
        "            status: active\n            perf: {{}}\n            accuracy:    # job {}, {}\n              top1: {}\n       "
        "       top5: {}\n",
        accuracy->job, accuracy->date, *accuracy->top1, *accuracy->top5);
  } else {
    text += "            status: TODO    # not measured\n            perf: {}\n            accuracy: {}\n";
  }
  text += "          - batch_size: 32\n            seq_len: 128\n";
  if (speed == nullptr)
    return text + "            status: TODO    # not measured\n            perf: {}\n            accuracy: {}\n";
  text += fmt::format("            status: active\n            perf:    # job {}, {}\n              decode_t/s/u: {}\n", speed->job,
                      speed->date, *speed->speed);
  if (speed->first_token)
    text += fmt::format("              prefill_time_to_first_token: {}    # milliseconds\n", *speed->first_token);
  return text + "            accuracy: {}\n";
}

}  // namespace tt::models
