#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "bounties/checklist.hpp"

using tt::bounties::parse_checklist;

TEST_CASE("a checklist is read") {
  const auto checklist = parse_checklist(R"(title: My bounty
phases:
  - id: setup
    title: Set up
    items:
      - {id: clone, text: Clone it}
      - {id: build, text: 'Build: all of it'}
  - {id: rest, title: Rest}
)");
  REQUIRE(checklist);
  CHECK(checklist->title == "My bounty");
  REQUIRE(checklist->phases.size() == 2);
  CHECK(checklist->phases[0].id == "setup");
  CHECK(checklist->phases[0].title == "Set up");
  REQUIRE(checklist->phases[0].items.size() == 2);
  CHECK(checklist->phases[0].items[1].id == "build");
  CHECK(checklist->phases[0].items[1].text == "Build: all of it");
  CHECK(checklist->phases[1].items.empty());
}

TEST_CASE("what isn't a checklist is refused with its line") {
  struct Case {
    std::string yaml, line;
  };
  const Case cases[] = {
      {"", "1"},
      {"text", "1"},
      {"- a", "1"},
      {"title: [", "1"},
      {"phases: []\n", "1"},
      {"title: T\nphases: x\n", "2"},
      {"title: T\nitems: []\n", "2"},
      {"title: T\nphases:\n- x\n", "3"},
      {"title: T\nphases:\n- {id: a}\n", "3"},
      {"title: T\nphases:\n- {title: a}\n", "3"},
      {"title: T\nphases:\n- {id: a b, title: A}\n", "3"},
      {"title: T\nphases:\n- {id: a, title: A}\n- {id: a, title: B}\n", "4"},
      {"title: T\nphases:\n- id: a\n  title: A\n  items:\n  - {id: x, text: X}\n  - {id: x, text: Y}\n", "7"},
      {"title: T\nphases:\n- id: a\n  title: A\n  items:\n  - {id: x, text: X, done: true}\n", "6"},
      {"title: T\nphases:\n- id: a\n  title: A\n  items:\n  - {id: x, text: [X]}\n", "6"},
      {"title: T\nphases:\n- id: a\n  title: A\n  items:\n  - {id: x, text: 'X <!-- y -->'}\n", "6"},
      {"title: T\nphases:\n- id: a\n  title: A\n  items:\n  - {id: x, text: \"X\\nY\"}\n", "6"},
      {"title: T\nphases:\n- {id: a, title: A, items: &i [{id: x, text: X}]}\n- {id: b, title: B, items: *i}\n", "3"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.yaml);
    const auto checklist = parse_checklist(c.yaml);
    REQUIRE(!checklist);
    CHECK(checklist.error().kind == tt::ErrorKind::kMalformed);
    CHECK(checklist.error().message.contains("line " + c.line + ":"));
  }
  CHECK(parse_checklist("title: \xFF").error().kind == tt::ErrorKind::kMalformed);
}

TEST_CASE("size and number of items are limited") {
  CHECK(parse_checklist(std::string(tt::bounties::kMaxChecklist + 1, '#')).error().kind == tt::ErrorKind::kTooLarge);
  const auto with_items = [](std::size_t count) {
    std::string yaml = "title: T\nphases:\n- id: a\n  title: A\n  items:\n";
    for (std::size_t i = 0; i < count; ++i) yaml += fmt::format("  - {{id: i{}, text: X}}\n", i);
    return parse_checklist(yaml);
  };
  CHECK(with_items(tt::bounties::kMaxItems));
  CHECK(with_items(tt::bounties::kMaxItems + 1).error().kind == tt::ErrorKind::kTooLarge);
  CHECK(!parse_checklist(std::string(100000, '[')));
}
