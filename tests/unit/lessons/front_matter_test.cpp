#include "lessons/front_matter.hpp"

#include <doctest/doctest.h>

#include <string>

using tt::lessons::parse_front_matter;
using tt::lessons::Severity;
using tt::lessons::split_front_matter;

TEST_CASE("front matter lies between two lines of three hyphens at the top") {
  const auto split = split_front_matter("---\r\nid: a\r\n--- \r\nbody\r\n");
  CHECK(split.found);
  CHECK(split.closed);
  CHECK(split.yaml == "id: a\r\n");
  CHECK(split.body == "body\r\n");
  CHECK(split.body_line == 4);
  CHECK_FALSE(split_front_matter("\n---\nid: a\n---\n").found);
  CHECK_FALSE(split_front_matter("----\n").found);
  CHECK_FALSE(split_front_matter("").found);
  CHECK_FALSE(split_front_matter("---\nid: a\n").closed);
  CHECK(split_front_matter("---\n---").closed);
}

TEST_CASE("every known key is read as its author wrote it") {
  const auto [v, problems] = parse_front_matter(
      "a.md",
      "id: an-id\ntitle: \"A: title\"\ndescription: >-\n  folded\n  text\ncategory: c\n"
      "tags: [one, two]\nsupportedHardware:\n  - n150\n  - sim\nstatus: blocked\nblockReason: why\n"
      "estimatedMinutes: 25\nvalidatedOn: []\nvalidationDate: 2026-04-16\nnote: a; b \xE2\x80\x94 c \xC3\x97 (d)\n"
      "minTTMetalVersion: v0.65.1\nprerequisites: [x]\nsubcategory: s\nicon: i\nexpandByDefault: true\nplayground: {a: 1}\n");
  CHECK(problems.empty());
  CHECK(v.id == "an-id");
  CHECK(v.title == "A: title");
  CHECK(v.description == "folded text");
  CHECK(v.tags == std::vector<std::string>{"one", "two"});
  CHECK(v.supported_hardware == std::vector<std::string>{"n150", "simulator"});
  CHECK(v.status == "blocked");
  CHECK(v.block_reason == "why");
  CHECK(v.estimated_minutes == 25);
  CHECK(v.validated_on.empty());
  CHECK(v.validation_date == "2026-04-16");
  CHECK(v.note == "a; b \xE2\x80\x94 c \xC3\x97 (d)");
  CHECK(v.min_tt_metal_version == "v0.65.1");
  CHECK(v.expand_by_default == "true");
}

TEST_CASE("what is unknown is kept and warned of, never an error") {
  const auto [v, problems] =
      parse_front_matter("a.md", "id: a\ntitle: t\ncolour: red\nextra: [1, 2]\nsupportedHardware: [n150, q9]\n");
  REQUIRE(v.unknown.size() == 2);
  CHECK(v.unknown[0] == std::pair<std::string, std::string>("colour", "red"));
  CHECK(v.unknown[1].second == "[1, 2]");
  CHECK(v.supported_hardware.back() == "q9");
  REQUIRE(problems.size() == 3);
  for (const auto& problem : problems) CHECK(problem.severity == Severity::kWarning);
  CHECK(problems[0].line == 4);
  CHECK(problems[2].rule == "hardware-unknown");
}

TEST_CASE("what can't be read is a problem with a line") {
  struct Case {
    std::string yaml, rule;
    std::uint32_t line;
  };
  std::string deep = "id: ";
  for (int i = 0; i < 60; ++i) deep += '[';
  for (const Case& c :
       {Case{"id: a\ntitle: [\n", "front-matter-malformed", 4}, Case{"id: a\ntitle: t\nnote: *x\n", "front-matter-malformed", 4},
        Case{"id: &x a\ntitle: t\n", "front-matter-malformed", 2}, Case{deep, "front-matter-malformed", 2},
        Case{"- a\n", "front-matter-malformed", 2}, Case{"id: a\ntitle: t\nestimatedMinutes: soon\n", "front-matter-malformed", 4},
        Case{"id: a\ntitle: t\nestimatedMinutes: -1\n", "front-matter-malformed", 4},
        Case{"id: a\nid: b\ntitle: t\n", "front-matter-malformed", 3}, Case{"id: a\ntitle: {b: c}\n", "front-matter-malformed", 3},
        Case{"title: t\n", "front-matter-missing", 2}, Case{"id: a\ntitle: t\ntags: [[a]]\n", "front-matter-malformed", 4},
        Case{"\tid: a\n", "front-matter-malformed", 2},
        Case{"id: a\ntitle: t\nx: " + std::string(70000, 'y'), "front-matter-malformed", 2}}) {
    CAPTURE(c.yaml.substr(0, 60));
    const auto [value, problems] = parse_front_matter("a.md", c.yaml);
    REQUIRE_FALSE(problems.empty());
    CHECK(problems.front().rule == c.rule);
    CHECK(problems.front().line == c.line);
    CHECK(problems.front().severity == Severity::kError);
  }
}

TEST_CASE("a bomb of aliases is refused before it grows") {
  std::string yaml = "a: &a [x, x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    yaml += std::string(1, c) + ": &" + c + " [*" + static_cast<char>(c - 1) + ", *" + static_cast<char>(c - 1) + "]\n";
  }
  const auto [value, problems] = parse_front_matter("a.md", yaml);
  CHECK(value.unknown.empty());
  REQUIRE(problems.size() == 1);
  CHECK(problems.front().rule == "front-matter-malformed");
}

TEST_CASE("a value that isn't one of those there are is a warning that names it") {
  struct Case {
    std::string yaml, rule, subject;
    std::uint32_t line;
  };
  for (const Case& c : {Case{"status: finished\n", "front-matter-value", "finished", 4},
                        Case{"validationDate: yesterday\n", "front-matter-value", "yesterday", 4},
                        Case{"validationDate: 2026-13-01\n", "front-matter-value", "2026-13-01", 4},
                        Case{"status: blocked\n", "front-matter-missing", "blockReason", 2},
                        Case{"validatedOn:\n  - n150\n  - n155\n", "hardware-unknown", "n155", 6},
                        Case{"colour: red\n", "front-matter-key-unknown", "colour", 4}}) {
    CAPTURE(c.yaml);
    const auto [value, problems] = parse_front_matter("a.md", "id: a\ntitle: t\n" + c.yaml);
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().rule == c.rule);
    CHECK(problems.front().subject == c.subject);
    CHECK(problems.front().line == c.line);
    CHECK(problems.front().severity == Severity::kWarning);
  }
  const auto [value, problems] = parse_front_matter(
      "a.md", "id: a\ntitle: t\nstatus: blocked\nblockReason: a bug\nvalidationDate: 2026-04-16\nsupportedHardware: [sim]\n");
  CHECK(problems.empty());
}

TEST_CASE("a lesson is told from other Markdown by its keys") {
  CHECK(tt::lessons::is_lesson("---\nid: a\nsupportedHardware: [n150]\n---\n"));
  CHECK(tt::lessons::is_lesson("\xEF\xBB\xBF---\nid: a\nestimatedMinutes: 3\n---\n"));
  CHECK_FALSE(tt::lessons::is_lesson("---\nid: a\ntitle: A page\ntags: [b]\n---\n"));
  CHECK_FALSE(tt::lessons::is_lesson("---\nsupportedHardware: [n150]\n---\n"));
  CHECK_FALSE(tt::lessons::is_lesson("---\nid: a\nsupportedHardware: [n150]\n"));
  CHECK_FALSE(tt::lessons::is_lesson("# id: a\nsupportedHardware:\n"));
}
