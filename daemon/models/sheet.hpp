// Tables of what runs measured, for a README, a performance sheet and the targets of CI. A number without a run stays open.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tt::models {

inline constexpr std::string_view kNotMeasured = "not measured";

// One run that ended well, with what it measured.
struct MeasuredRun {
  std::string job;                                       // "#12", for people
  std::string date;                                      // "2026-08-14"
  std::string card;                                      // "n150 0"; empty: none was used
  std::string setting;                                   // what selected it, such as "performance and batch-1"
  std::optional<double> speed, throughput, first_token;  // t/s/u, t/s, ms
  std::optional<double> top1, top5;                      // per cent
};

// Rows of "Card | Test | t/s/u | t/s | TTFT (ms) | Share of the maximum | Job", a row for each run with a speed; one row that says
// "not measured" where there is none. `maximum` is the issue's, t/s/u.
std::string speed_rows(const std::vector<MeasuredRun>& runs, std::optional<double> maximum);

// Rows of "Card | Test | Top-1 | Top-5 | Job", the same way.
std::string accuracy_rows(const std::vector<MeasuredRun>& runs);

// The entries of models/model_targets.yaml for one kind of machine, indented by ten blanks: accuracy and speed of the newest run
// of each that measured it, and `status: TODO` without a number where none did.
std::string target_entries(const std::vector<MeasuredRun>& runs);

}  // namespace tt::models
