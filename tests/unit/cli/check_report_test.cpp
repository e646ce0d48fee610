#include "cli/check_report.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace tt;
using nlohmann::json;

namespace {

std::vector<cli::CheckedPack> packs() {
  cli::CheckedPack first{"one", "/packs/one", 2, 3, {}};
  first.findings.push_back(
      {{"a b.md", 7, lessons::Severity::kError, "unknown-command", "No.", {}, {}}, authoring::Range{{6, 4}, {6, 9}}});
  first.findings.push_back({{"a b.md", 0, lessons::Severity::kWarning, "duplicate-id", "Twice.", {}, {}}, {}});
  cli::CheckedPack second{"two", "/packs/two", 0, 0, {}};
  second.findings.push_back({{"pack.yaml", 3, lessons::Severity::kInfo, "unknown-command", "Hm.", {}, {}}, {}});
  return {first, second};
}

}  // namespace

TEST_CASE("text is what compilers write") {
  CHECK(cli::report(packs(), cli::CheckFormat::kText) ==
        "/packs/one/a b.md:7:5: error: No. [unknown-command]\n"
        "/packs/one/a b.md:1: warning: Twice. [duplicate-id]\n"
        "one: 2 lessons, 3 commands, 1 errors, 1 other remarks\n"
        "/packs/two/pack.yaml:3: info: Hm. [unknown-command]\n"
        "two: 0 lessons, 0 commands, 0 errors, 1 other remarks\n");
}

TEST_CASE("JSON has every finding with its place") {
  const json report = json::parse(cli::report(packs(), cli::CheckFormat::kJson));
  REQUIRE(report["packs"].size() == 2);
  CHECK(report["packs"][0]["errors"] == 1);
  const json& finding = report["packs"][0]["problems"][0];
  CHECK(finding == json{{"file", "a b.md"},
                        {"line", 7},
                        {"column", 5},
                        {"endLine", 7},
                        {"endColumn", 10},
                        {"severity", "error"},
                        {"rule", "unknown-command"},
                        {"message", "No."}});
  CHECK_FALSE(report["packs"][0]["problems"][1].contains("line"));
  CHECK(report["packs"][1]["problems"][0]["line"] == 3);
}

TEST_CASE("SARIF has what the standard asks for") {
  const json log = json::parse(cli::report(packs(), cli::CheckFormat::kSarif));
  CHECK(log["version"] == "2.1.0");
  REQUIRE(log["runs"].size() == 1);
  const json& run = log["runs"][0];
  CHECK(run["columnKind"] == "utf16CodeUnits");
  CHECK(run["originalUriBaseIds"]["PACK1"]["uri"] == "file:///packs/one/");
  REQUIRE(run["results"].size() == 3);
  const json& rules = run["tool"]["driver"]["rules"];
  CHECK(rules.size() == 2);
  for (const json& result : run["results"]) {
    CHECK(rules[result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
    CHECK(result["locations"].size() == 1);
    CHECK(result["locations"][0]["physicalLocation"]["region"]["startLine"].get<int>() >= 1);
  }
  CHECK(run["results"][0]["locations"][0]["physicalLocation"] ==
        json{{"artifactLocation", {{"uri", "a%20b.md"}, {"uriBaseId", "PACK1"}}},
             {"region", {{"startLine", 7}, {"startColumn", 5}, {"endLine", 7}, {"endColumn", 10}}}});
  CHECK(run["results"][0]["level"] == "error");
  CHECK(run["results"][1]["level"] == "warning");
  CHECK(run["results"][2]["level"] == "note");
}

TEST_CASE("a report without findings is whole") {
  CHECK(cli::report({}, cli::CheckFormat::kText).empty());
  CHECK(json::parse(cli::report({}, cli::CheckFormat::kSarif))["runs"][0]["results"].empty());
}

TEST_CASE("a format is known by its name") {
  CHECK(cli::check_format("sarif") == cli::CheckFormat::kSarif);
  CHECK_FALSE(cli::check_format("xml"));
}
