#include "check_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/uri.hpp"
#include "protocol/gen/messages.hpp"
#include "protocol/wire.hpp"

namespace tt::cli {
namespace {

using nlohmann::json;

std::string_view name(lessons::Severity severity) {
  switch (severity) {
    case lessons::Severity::kError: return "error";
    case lessons::Severity::kWarning: return "warning";
    case lessons::Severity::kInfo: return "info";
  }
  return "";
}

// SARIF 2.1.0, 3.27.10.
std::string_view level(lessons::Severity severity) { return severity == lessons::Severity::kInfo ? "note" : name(severity); }

std::string as_text(std::span<const CheckedPack> packs) {
  std::string out;
  for (const CheckedPack& pack : packs) {
    for (const Finding& finding : pack.findings) {
      const lessons::Problem& problem = finding.problem;
      const std::string place = finding.range
                                    ? fmt::format("{}:{}", finding.range->start.line + 1, finding.range->start.character + 1)
                                    : fmt::format("{}", std::max(problem.line, 1u));
      out += fmt::format("{}/{}:{}: {}: {} [{}]\n", pack.root, problem.file, place, name(problem.severity), problem.message,
                         problem.rule);
    }
    const std::size_t errors = errors_in(pack);
    out += fmt::format("{}: {} lessons, {} commands, {} errors, {} other remarks\n", pack.id, pack.lessons, pack.commands, errors,
                       pack.findings.size() - errors);
  }
  return out;
}

json as_json(std::span<const CheckedPack> packs) {
  json list = json::array();
  for (const CheckedPack& pack : packs) {
    json findings = json::array();
    for (const Finding& finding : pack.findings) {
      json one = {{"file", finding.problem.file},
                  {"severity", name(finding.problem.severity)},
                  {"rule", finding.problem.rule},
                  {"message", finding.problem.message}};
      if (finding.range) {
        one["line"] = finding.range->start.line + 1;
        one["column"] = finding.range->start.character + 1;
        one["endLine"] = finding.range->end.line + 1;
        one["endColumn"] = finding.range->end.character + 1;
      } else if (finding.problem.line > 0) {
        one["line"] = finding.problem.line;
      }
      findings.push_back(std::move(one));
    }
    list.push_back({{"id", pack.id},
                    {"root", pack.root},
                    {"lessons", pack.lessons},
                    {"commands", pack.commands},
                    {"errors", errors_in(pack)},
                    {"problems", std::move(findings)}});
  }
  return {{"version", protocol::kVersion}, {"packs", std::move(list)}};
}

json region_of(const Finding& finding) {
  if (!finding.range) return {{"startLine", std::max(finding.problem.line, 1u)}};
  return {{"startLine", finding.range->start.line + 1},
          {"startColumn", finding.range->start.character + 1},
          {"endLine", finding.range->end.line + 1},
          {"endColumn", finding.range->end.character + 1}};
}

// A path relative to the pack's folder as a relative address.
std::string relative_address(std::string_view file) {
  const std::string whole = uri::from_path("/" + std::string(file));
  return whole.substr(std::string_view("file:///").size());
}

json as_sarif(std::span<const CheckedPack> packs) {
  json bases = json::object();
  std::vector<std::string> rules;
  json results = json::array();
  for (std::size_t i = 0; i < packs.size(); ++i) {
    const std::string base = fmt::format("PACK{}", i + 1);
    bases[base] = {{"uri", uri::from_path(packs[i].root) + "/"}};
    for (const Finding& finding : packs[i].findings) {
      const auto rule = std::ranges::find(rules, finding.problem.rule);
      const auto index = rule - rules.begin();
      if (rule == rules.end()) rules.push_back(finding.problem.rule);
      const json artifact = {{"uri", relative_address(finding.problem.file)}, {"uriBaseId", base}};
      const json place = {{"physicalLocation", {{"artifactLocation", artifact}, {"region", region_of(finding)}}}};
      results.push_back({{"ruleId", finding.problem.rule},
                         {"ruleIndex", index},
                         {"level", level(finding.problem.severity)},
                         {"message", {{"text", finding.problem.message}}},
                         {"locations", json::array({place})}});
    }
  }
  json descriptors = json::array();
  for (const std::string& rule : rules) descriptors.push_back({{"id", rule}});
  const json driver = {{"name", "tt-bringup"}, {"version", protocol::kVersion}, {"rules", std::move(descriptors)}};
  const json run = {{"tool", {{"driver", driver}}},
                    {"columnKind", "utf16CodeUnits"},
                    {"originalUriBaseIds", std::move(bases)},
                    {"results", std::move(results)}};
  return {{"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
          {"version", "2.1.0"},
          {"runs", json::array({run})}};
}

}  // namespace

std::optional<CheckFormat> check_format(std::string_view word) {
  if (word == "text") return CheckFormat::kText;
  if (word == "json") return CheckFormat::kJson;
  if (word == "sarif") return CheckFormat::kSarif;
  return std::nullopt;
}

std::size_t errors_in(const CheckedPack& pack) {
  return static_cast<std::size_t>(std::ranges::count(pack.findings, lessons::Severity::kError,
                                                     [](const Finding& finding) { return finding.problem.severity; }));
}

std::string report(std::span<const CheckedPack> packs, CheckFormat format) {
  switch (format) {
    case CheckFormat::kText: return as_text(packs);
    case CheckFormat::kJson: return protocol::dump(as_json(packs)) + '\n';
    case CheckFormat::kSarif: return protocol::dump(as_sarif(packs)) + '\n';
  }
  return {};
}

}  // namespace tt::cli
