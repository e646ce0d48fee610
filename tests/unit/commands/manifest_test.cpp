#include "commands/manifest.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace commands = tt::commands;
using commands::Manifest;
using commands::Problem;
using commands::Proof;

namespace {

constexpr std::string_view kPack = "pack: {id: demo, title: Demo, version: 1.0.0}\n";

constexpr std::string_view kWhole = R"(pack:
  id: demo
  title: Demo pack
  version: 1.0.0
lessons:
  - file: first.md
    phases:
      - {id: start, title: Start, heading: the-start}
      - {id: end, title: End}
    steps:
      - {id: measure, phase: start, title: Measure, command: tenstorrent.demo.measure, arguments: {size: 64, label: 12}, heading: here}
      - {id: look, phase: end, title: Look, command: tenstorrent.look}
      - {id: think, phase: end, title: Think}
      - {id: trust, phase: end, title: Trust, command: tenstorrent.demo.measure, proof: exit}
commands:
  - id: tenstorrent.demo.measure
    title: Measure it
    kind: job
    palette: false
    parameters:
      - {name: size, type: integer, default: 3072, minimum: 32, maximum: 65536, help: How long}
      - {name: label, type: string, default: none}
      - {name: mode, type: string, default: fast, choices: [fast, slow]}
    argv: ['${python}', '${pack}/measure.py', '--size', '${arg.size}', '--label=${arg.label}']
    cwd: '${home}'
    env: {PYTHONUNBUFFERED: '1'}
    device: n150
    requires:
      - {path: '${ttMetal}/x', message: 'Nothing at ${ttMetal}.', remedy: Get it.}
      - {program: tt-smi, message: No tt-smi.}
      - {card: true, message: No card.}
    gate: {measure: pcc, at_least: 0.99}
    minutes: 2
  - {id: tenstorrent.look, title: Look, kind: action}
  - {id: tenstorrent.show, title: Show, kind: action, action: openLesson, parameters: [{name: lesson, type: string, required: true}]}
)";

// "3 unknown-key; 7 bad-id"
std::string rules(const std::vector<Problem>& problems) {
  std::string out;
  for (const Problem& p : problems) out += fmt::format("{}{} {}", out.empty() ? "" : "; ", p.line, p.rule);
  return out;
}

struct Parsed {
  tt::Result<Manifest> manifest;
  std::string problems;
};

Parsed parse(std::string_view text) {
  std::vector<Problem> problems;
  auto manifest = commands::parse_manifest(text, problems);
  for (const Problem& p : problems) {
    CAPTURE(p.message);
    CHECK(p.message.ends_with('.'));
    CHECK(p.severity == commands::Severity::kError);
  }
  return {std::move(manifest), rules(problems)};
}

}  // namespace

TEST_CASE("a whole manifest is read") {
  const auto [manifest, problems] = parse(kWhole);
  CHECK(problems == "");
  REQUIRE(manifest);
  CHECK(manifest->pack.id == "demo");
  CHECK(manifest->pack.version == "1.0.0");

  REQUIRE(manifest->lessons.size() == 1);
  const commands::LessonManifest& lesson = manifest->lessons[0];
  CHECK(lesson.file == "first.md");
  REQUIRE(lesson.phases.size() == 2);
  CHECK(lesson.phases[0].heading == "the-start");
  REQUIRE(lesson.steps.size() == 4);
  CHECK(lesson.steps[0].proof == Proof::kGate);
  CHECK(lesson.steps[1].proof == Proof::kExit);
  CHECK(lesson.steps[2].proof == Proof::kTick);
  CHECK(lesson.steps[3].proof == Proof::kExit);
  CHECK(!lesson.steps[2].command);
  CHECK(lesson.steps[0].line == 11);
  const auto& arguments = std::get<std::map<std::string, commands::Value>>(lesson.steps[0].arguments);
  CHECK(arguments.at("size") == commands::Value{std::int64_t{64}});
  CHECK(arguments.at("label") == commands::Value{std::string("12")});  // text, because the parameter is

  REQUIRE(manifest->commands.size() == 3);
  const commands::CommandSpec& measure = manifest->commands[0];
  CHECK(measure.line == 16);
  CHECK(!measure.palette);
  REQUIRE(measure.parameters.size() == 3);
  CHECK(measure.parameters[0].default_value == commands::Value{std::int64_t{3072}});
  CHECK(measure.parameters[0].minimum == 32.0);
  CHECK(measure.parameters[2].choices == std::vector<std::string>{"fast", "slow"});
  CHECK(measure.argv.size() == 5);
  CHECK(measure.cwd == "${home}");
  CHECK(measure.env.size() == 1);
  REQUIRE(measure.requirements.size() == 3);
  CHECK(measure.requirements[0].kind == commands::RequirementKind::kPath);
  CHECK(measure.requirements[1].what == "tt-smi");
  CHECK(measure.requirements[2].kind == commands::RequirementKind::kCard);
  CHECK(measure.device == "n150");
  CHECK(measure.gates.at(0).at_least == 0.99);
  CHECK(measure.minutes == 2u);
  CHECK(manifest->commands[1].action == "look");
  CHECK(manifest->commands[1].palette);
  CHECK(manifest->commands[2].action == "openLesson");
}

TEST_CASE("a file that isn't a manifest is refused") {
  struct Case {
    std::string text, problems;
  };
  const Case cases[] = {
      {"", "0 yaml"},
      {"just text", "1 wrong-type; 0 missing-key"},
      {"- a", "1 wrong-type; 0 missing-key"},
      {"pack: [", "1 yaml"},
      {"a: &x 1\nb: [*x, *x]\n", "1 yaml"},
      {"lessons: []\n", "0 missing-key"},
      {"pack: {id: demo, title: Demo}\n", "1 missing-key"},
      {"pack: {id: 'a b', title: Demo, version: 1}\n", "1 bad-id"},
      {"pack: {id: ../x, title: Demo, version: 1}\n", "1 bad-id"},
      {"pack: {id: demo, title: Demo, version: 1, licence: x}\n", "1 unknown-key"},
      {std::string(commands::kMaxManifest + 1, '#'), "0 too-large"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text.substr(0, 80));
    const auto [manifest, problems] = parse(c.text);
    CHECK(!manifest);
    CHECK(problems == c.problems);
  }
}

TEST_CASE("a faulty command is reported by line and left out, the others stay") {
  struct Case {
    std::string_view command;  // the inside of a flow map, on line 4
    std::string_view problems;
  };
  const Case cases[] = {
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls]", ""},
      {"title: X, kind: job, argv: [ls]", "4 missing-key"},
      {"id: tenstorrent.x, kind: job, argv: [ls]", "4 missing-key"},
      {"id: tenstorrent.x, title: X, argv: [ls]", "4 missing-key"},
      {"id: tenstorrent.x, title: X, kind: job", "4 missing-key"},
      {"id: tenstorrent.x, title: X, kind: job, argv: []", "4 missing-key"},
      {"id: tenstorrent.x, title: X, kind: job, argv: ls -l", "4 wrong-type; 4 missing-key"},
      {"id: tenstorrent.x, title: X, kind: shell, argv: [ls]", "4 bad-kind"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], shell: true", "4 unknown-key"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [[ls]]", "4 wrong-type"},
      {"id: workbench.action.quit, title: X, kind: action", "4 bad-id"},
      {"id: tenstorrent., title: X, kind: action", "4 bad-id"},
      {"id: tenstorrent.a..b, title: X, kind: action", "4 bad-id"},
      {"id: tenstorrent.a., title: X, kind: action", "4 bad-id"},
      {"id: tenstorrent.a-b, title: X, kind: action", "4 bad-id"},
      {"id: tenstorrent.good, title: X, kind: action", "4 duplicate-id"},
      {"id: tenstorrent.x, title: X, kind: action, argv: [ls]", "4 unknown-key"},
      {"id: tenstorrent.x, title: X, kind: action, gate: {measure: pcc, at_least: 1}", "4 unknown-key"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls, '${nothing}']", "4 bad-placeholder"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls, '${arg.none}']", "4 bad-placeholder"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls, $HOME]", "4 bad-placeholder"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], cwd: '${x}'", "4 bad-placeholder"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], env: {A: '${x}'}", "4 bad-placeholder"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], env: {'A=B': x}", "4 bad-name"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], env: [A]", "4 wrong-type"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], minutes: -1", "4 wrong-type"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], minutes: 1.5", "4 wrong-type"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], palette: yes", "4 wrong-type"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], device: n 150", "4 bad-device"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], gate: {at_least: 0.99}", "4 missing-key"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], gate: {measure: pcc}", "4 bad-gate"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], gate: {measure: joy, at_least: 1}", "4 bad-gate"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], gate: {measure: pcc, at_least: high}", "4 wrong-type; 4 bad-gate"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], gate: {measure: pcc, at_least: nan}", "4 wrong-type; 4 bad-gate"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], gate: {measure: pcc, at_leest: 1}", "4 bad-gate; 4 unknown-key"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], gate: []", "4 bad-gate"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], gate: [{measure: top1, at_least: 80}, {measure: joy, at_least: 1}]",
       "4 bad-gate"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], gate: [{measure: top1, at_least: 80}, {measure: top1, at_most: 90}]",
       "4 bad-gate"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], requires: [{path: /x}]", "4 missing-key"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], requires: [{path: /x, program: y, message: z}]", "4 bad-requirement"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], requires: [{card: false, message: z}]", "4 bad-requirement"},
      {"id: tenstorrent.x, title: X, kind: job, argv: [ls], requires: [text]", "4 wrong-type; 4 bad-requirement; 4 missing-key"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a}]", "4 missing-key"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: text}]", "4 bad-type"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: 1a, type: string}]", "4 bad-name"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: string, pattern: x}]", "4 unknown-key"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: string, minimum: 1}]", "4 bad-range"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: integer, minimum: 2, maximum: 1}]", "4 bad-range"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: integer, default: x}]", "4 bad-default"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: integer, default: 5, maximum: 4}]",
       "4 bad-default"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: string, default: c, choices: [a, b]}]",
       "4 bad-default"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: path, default: x}]", "4 bad-default"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: string, default: [x]}]", "4 bad-default"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: string, required: true, default: x}]",
       "4 bad-default"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: string}, {name: a, type: string}]",
       "4 duplicate-id"},
      {"id: tenstorrent.x, title: X, kind: action, parameters: [{name: a, type: string}, {name: b, type: string, required: true}]",
       "4 bad-order"},
      {"id: tenstorrent.x, title: X, kind: job, argv: ['${arg.a}'], parameters: [{name: a, type: string}]", "4 bad-placeholder"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.command));
    const auto [manifest, problems] =
        parse(fmt::format("{}commands:\n  - {{id: tenstorrent.good, title: G, kind: action}}\n  - {{{}}}\n", kPack, c.command));
    CHECK(problems == c.problems);
    REQUIRE(manifest);
    CHECK(manifest->commands.size() == (c.problems.empty() ? 2 : 1));
    CHECK(manifest->commands[0].id == "tenstorrent.good");
  }
}

TEST_CASE("a faulty step is reported by line and left out, the others stay") {
  struct Case {
    std::string_view step;  // the inside of a flow map, on line 9
    std::string_view problems;
  };
  const Case cases[] = {
      {"id: x, phase: p, title: X", ""},
      {"id: x, phase: p, title: X, command: tenstorrent.run, arguments: {n: 5}", ""},
      {"phase: p, title: X", "9 missing-key"},
      {"id: x, title: X", "9 missing-key"},
      {"id: x, phase: p", "9 missing-key"},
      {"id: 'x y', phase: p, title: X", "9 bad-id"},
      {"id: good, phase: p, title: X", "9 duplicate-id"},
      {"id: x, phase: q, title: X", "9 unknown-phase"},
      {"id: x, phase: p, title: X, command: tenstorrent.none, arguments: {n: 5}, proof: gate", "9 unknown-command"},
      {"id: x, phase: p, title: X, colour: red", "9 unknown-key"},
      {"id: x, phase: p, title: X, arguments: {n: 5}", "9 bad-arguments"},
      {"id: x, phase: p, title: X, command: tenstorrent.run, arguments: {m: 5}", "9 bad-arguments"},
      {"id: x, phase: p, title: X, command: tenstorrent.run, arguments: {n: five}", "9 bad-arguments"},
      {"id: x, phase: p, title: X, command: tenstorrent.run, arguments: {n: '5'}", "9 bad-arguments"},
      {"id: x, phase: p, title: X, command: tenstorrent.run, arguments: {n: [5]}", "9 wrong-type"},
      {"id: x, phase: p, title: X, command: tenstorrent.run, arguments: [5]", "9 wrong-type"},
      {"id: x, phase: p, title: X, proof: {file: a, clone: b}", "9 bad-proof"},
      {"id: x, phase: p, title: X, proof: {}", "9 bad-proof"},
      {"id: x, phase: p, title: X, proof: {file: '${nowhere}'}", "9 bad-template"},
      {"id: x, phase: p, title: X, proof: {card: 7 of them}", "9 bad-device"},
      {"id: x, phase: p, title: X, proof: {card: any, more: 1}", "9 unknown-key"},
      {"id: x, phase: p, title: X, stale: {}", "9 bad-stale"},
      {"id: x, phase: p, title: X, stale: {days: 0}", "9 wrong-type; 9 bad-stale"},
      {"id: x, phase: p, title: X, stale: {changed: ['${arg.x}']}", "9 bad-template"},
      {"id: x, phase: p, title: X, command: tenstorrent.run, proof: gate", "9 bad-proof"},
      {"id: x, phase: p, title: X, proof: exit", "9 bad-proof"},
      {"id: x, phase: p, title: X, proof: hope", "9 bad-proof"},
      {"id: x, phase: p, title: \"a\\nb\"", "9 wrong-type"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.step));
    const auto [manifest, problems] = parse(fmt::format(R"({}lessons:
  - file: a.md
    phases:
      - {{id: p, title: P}}

    steps:
      - {{id: good, phase: p, title: G}}
      - {{{}}}
commands:
  - {{id: tenstorrent.run, title: R, kind: job, argv: [ls], parameters: [{{name: n, type: integer, default: 1}}]}}
)",
                                                        kPack, c.step));
    CHECK(problems == c.problems);
    REQUIRE(manifest);
    REQUIRE(manifest->lessons.size() == 1);
    CHECK(manifest->lessons[0].steps.size() == (c.problems.empty() ? 2 : 1));
    CHECK(manifest->lessons[0].steps[0].id == "good");
  }
}

TEST_CASE("a lesson is a plain file name, once") {
  for (const char* file : {"../a.md", "/etc/a.md", "a/b.md", ".md", "a.txt", "..md", "a\\\\b.md"}) {
    CAPTURE(file);
    const auto [manifest, problems] = parse(fmt::format("{}lessons:\n  - {{file: \"{}\"}}\n", kPack, file));
    CHECK(problems == "3 bad-file");
    REQUIRE(manifest);
    CHECK(manifest->lessons.empty());
  }
  CHECK(parse(std::string(kPack) + "lessons:\n  - {file: a.md}\n  - {file: a.md}\n").problems == "4 duplicate-id");
  CHECK(parse(std::string(kPack) + "lessons:\n  - {}\n").problems == "3 missing-key");
  CHECK(parse(std::string(kPack) + "lessons: {a: b}\n").problems == "2 wrong-type");
  CHECK(parse(std::string(kPack) + "lesson: []\n").problems == "2 unknown-key");
}

TEST_CASE("a step of a faulty command is reported too") {
  const auto [manifest, problems] = parse(std::string(kPack) + R"(lessons:
  - file: a.md
    phases: [{id: p, title: P}]
    steps: [{id: s, phase: p, title: S, command: tenstorrent.bad}]
commands:
  - {id: tenstorrent.bad, title: B, kind: job}
)");
  CHECK(problems == "7 missing-key; 5 unknown-command");
}

TEST_CASE("the list of problems is bounded") {
  std::string text = std::string(kPack) + "commands:\n";
  for (int i = 0; i < 1000; ++i) text += "  - {}\n";
  std::vector<Problem> problems;
  CHECK(commands::parse_manifest(text, problems));
  REQUIRE(problems.size() == 200);
  CHECK(problems.back().rule == "too-many");
}
