// What two rooms say of the same thing without seeing one another.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "commands/manifest.hpp"
#include "gates/faults.hpp"
#include "gates/measurement.hpp"
#include "packs/pack.hpp"
#include "server/actions/actions.hpp"

using namespace tt;

namespace {

// The errors of a manifest whose one command has a gate on `measure`.
std::size_t errors_with_gate(const std::string& measure) {
  std::vector<commands::Problem> problems;
  const auto manifest = commands::parse_manifest(
      "pack: {id: p, title: P, version: 1.0.0}\ncommands:\n  - {id: tenstorrent.x, title: X, kind: job, argv: [/bin/echo], "
      "gate: {measure: '" +
          measure + "', at_least: 1}}\n",
      problems);
  REQUIRE(manifest);
  return problems.size();
}

}  // namespace

TEST_CASE("a manifest may ask for every measure that a log is searched for, and for no other") {
  for (const char* measure : {gates::kPcc, gates::kTop1, gates::kTop5, gates::kSpeed, gates::kFirstToken}) {
    CAPTURE(measure);
    CHECK(errors_with_gate(measure) == 0);
  }
  CHECK(errors_with_gate("tokens") == 1);
}

TEST_CASE("every action of the bundled packs exists, and every command of their steps is declared") {
  const std::vector<std::filesystem::path> folders = packs::find_packs(std::filesystem::path(TT_SOURCE_ROOT) / "walkthroughs");
  REQUIRE_FALSE(folders.empty());
  std::size_t actions = 0;
  for (const auto& folder : folders) {
    const auto pack = packs::load_pack(folder);
    REQUIRE(pack);
    for (const commands::CommandSpec& command : pack->manifest.commands) {
      if (command.kind != commands::CommandKind::kAction) continue;
      CAPTURE(command.id);
      CHECK(server::find_action(command.action) != nullptr);
      ++actions;
    }
    for (const lessons::Problem& problem : pack->problems) {
      CAPTURE(problem.message);
      CHECK(problem.severity != lessons::Severity::kError);
    }
  }
  CHECK(actions > 0);
}

TEST_CASE("every known fault is explained in the lesson, at a heading of its own") {
  const auto pack = packs::load_pack(std::filesystem::path(TT_SOURCE_ROOT) / "walkthroughs" / "tenstorrent-basics");
  REQUIRE(pack);
  const auto entry = std::ranges::find_if(
      pack->lessons, [](const lessons::LessonEntry& candidate) { return candidate.lesson.front_matter.id == gates::kFaultLesson; });
  REQUIRE(entry != pack->lessons.end());
  REQUIRE_FALSE(gates::fault_kinds().empty());
  for (const gates::FaultKind& fault : gates::fault_kinds()) {
    CAPTURE(fault.kind);
    const auto& headings = entry->lesson.headings;
    CHECK(std::ranges::find(headings, fault.anchor, &lessons::Heading::anchor) != headings.end());
  }
}

TEST_CASE("a name that is no action finds none") {
  CHECK(server::find_action("openLesson") != nullptr);
  for (const char* name : {"", "openlesson", "openLesson ", "shell"}) CHECK(server::find_action(name) == nullptr);
}
