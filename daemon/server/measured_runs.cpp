#include "measured_runs.hpp"

#include <fmt/format.h>

#include "base/clock.hpp"

namespace tt::server {
namespace {

constexpr std::string_view kFormulaStarts = "=+-@\t\r";

std::string text_cell(std::string_view text) {
  std::string cell;
  if (!text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos) cell += '\'';
  cell += text;
  if (cell.find_first_of("\",\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

}  // namespace

bool ran_the_same(const jobs::JobRecord& a, const jobs::JobRecord& b) {
  // The arguments are expanded: they name the file and the test, too.
  return a.command == b.command && a.argv == b.argv && a.cwd == b.cwd;
}

std::string measurements_csv(const std::vector<jobs::JobRecord>& runs) {
  std::string csv = "job,started,name,value,unit,line,offset\r\n";
  for (const jobs::JobRecord& run : runs) {
    for (const gates::Measurement& measurement : run.measurements) {
      csv += fmt::format("{},{},{},{},{},{},{}\r\n", run.number, clock::iso8601(run.created_ms), text_cell(measurement.name),
                         measurement.value, text_cell(measurement.unit), measurement.line, measurement.offset);
    }
  }
  return csv;
}

}  // namespace tt::server
