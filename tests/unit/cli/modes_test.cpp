#include "cli/modes.hpp"

#include "scratch.hpp"

using namespace tt;

namespace {

constexpr char kManifest[] = R"(
pack: {id: p, title: P, version: 1.0.0}
lessons: [{file: a.md}]
commands:
  - {id: tenstorrent.good, title: Good, kind: job, argv: [/bin/echo, good]}
  - {id: tenstorrent.three, title: Three, kind: job, argv: [awk, 'BEGIN { exit 3 }']}
  - {id: tenstorrent.killed, title: Killed, kind: job, argv: [awk, 'BEGIN { system("kill -9 $$PPID"); getline }']}
  - {id: tenstorrent.act, title: Act, kind: action, action: checkMachine}
  - id: tenstorrent.measure
    title: Measure
    kind: job
    parameters: [{name: value, type: number, required: true}]
    argv: [/bin/echo, 'PCC: ${arg.value}']
    gate: {measure: pcc, at_least: 0.99}
)";

constexpr char kLesson[] =
    "---\nid: a\ntitle: A\ndescription: A short lesson.\ncategory: test\ntags: [test]\nsupportedHardware: [n150]\nstatus: draft\n"
    "estimatedMinutes: 1\n---\n\n# A\n\nText.\n";

// A state, a home and a pack of one's own.
struct Places {
  Scratch scratch;
  server::Places places;
  Places() {
    scratch.write("pack/pack.yaml", kManifest);
    scratch.write("pack/a.md", kLesson);
    places = {scratch.path / "state", TT_SUPERVISOR, {}, scratch.path / "pack", scratch.path / "system", scratch.path.string()};
  }
  int run(const std::string& command, std::vector<std::string> arguments = {}, bool yes = true) const {
    return cli::run(places, {command, std::move(arguments), yes});
  }
};

}  // namespace

TEST_CASE("the exit code of a run is the job's own, and 1 where a gate isn't passed or a signal ended it") {
  const Places places;
  CHECK(places.run("tenstorrent.good") == 0);
  CHECK(places.run("tenstorrent.three") == 3);
  CHECK(places.run("tenstorrent.killed") == 1);
  CHECK(places.run("tenstorrent.measure", {"value=0.995"}) == 0);
  CHECK(places.run("tenstorrent.measure", {"value=0.5"}) == 1);
}

TEST_CASE("what can't be started is 2, and leaves no job") {
  const Places places;
  CHECK(places.run("tenstorrent.nothing") == 2);
  CHECK(places.run("tenstorrent.act") == 2);
  CHECK(places.run("tenstorrent.measure") == 2);
  CHECK(places.run("tenstorrent.measure", {"value"}) == 2);
  CHECK(places.run("tenstorrent.measure", {"other=1"}) == 2);
  CHECK(places.run("tenstorrent.measure", {"value=many"}) == 2);
  std::error_code ignored;
  CHECK_FALSE(std::filesystem::exists(places.scratch.path / "state/jobs", ignored));
}

TEST_CASE("a pack is good, has errors, or isn't there: 0, 1, 2") {
  const Places places;
  CHECK(cli::check(places.places.packs, cli::CheckFormat::kText, {}) == 0);
  places.scratch.write("pack/pack.yaml", "pack: {id: p, title: P, version: 1.0.0}\nlessons: [{file: gone.md}]\n");
  CHECK(cli::check(places.places.packs, cli::CheckFormat::kText, {}) == 1);
  CHECK(cli::check(places.scratch.path / "nowhere", cli::CheckFormat::kText, {}) == 2);
}

TEST_CASE("a link to a command of the bundled packs is good, and to one of nobody's an error") {
  const Places places;
  places.scratch.write("own/b.md", std::string("---\nid: b\ntitle: B\n---\n[x](command:tenstorrent.good)\n"));
  CHECK(cli::check(places.scratch.path / "own", cli::CheckFormat::kText, {}) == 1);
  CHECK(cli::check(places.scratch.path / "own", cli::CheckFormat::kText, places.places.packs) == 0);
}

TEST_CASE("a lesson is printed, or isn't one: 0, 2") {
  const Places places;
  CHECK(cli::lesson(places.places.packs / "a.md") == 0);
  CHECK(cli::lesson(places.places.packs / "b.md") == 2);
  CHECK(cli::lesson(places.places.packs / "pack.yaml") == 2);
}
