#include "lessons/lint.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "memory_files.hpp"

using namespace tt::lessons;

namespace {

LessonEntry entry(const std::string& file, const std::string& id, const std::string& body) {
  auto lesson = parse_lesson(file, "---\nid: " + id + "\ntitle: t\n---\n" + body);
  REQUIRE(lesson.has_value());
  return {file, std::move(*lesson)};
}

// The findings as "file:line rule", in order.
std::vector<std::string> found(const std::vector<LessonEntry>& lessons, const LintInput& rest = {}) {
  LintInput input = rest;
  input.lessons = lessons;
  std::vector<std::string> out;
  for (const Problem& problem : lint(input)) out.push_back(problem.file + ":" + std::to_string(problem.line) + " " + problem.rule);
  return out;
}

using Findings = std::vector<std::string>;

}  // namespace

TEST_CASE("a pack without faults has no problems") {
  LintInput input;
  const testing::MemoryFiles files({{"i.png", "x"}});
  input.files = &files;
  input.manifest = {{"a.md", {"s"}, {"head"}}};
  CHECK(found({entry("a.md", "a",
                     "# Head\n[x](command:tenstorrent.x) [y](#head) ![z](i.png) [b](b.md#other) "
                     "[c](command:tenstorrent.showLesson?[\"b-id\"])\n\n"
                     "```bash step=s\nx\n```\n"),
               entry("b.md", "b-id", "# Other\n")},
              input) == Findings{});
}

TEST_CASE("each fault is found where it stands") {
  struct Case {
    std::string body, finding;
  };
  for (const Case& c : {Case{"[a](#none)", "a.md:5 dangling-anchor"}, Case{"![a](none.png)", "a.md:5 missing-image"},
                        Case{"![](i.png)", "a.md:5 missing-alt"}, Case{"```bash step=none\nx\n```", "a.md:5 step-unknown"},
                        Case{"```\nx", "a.md:5 swallowed-fence"}, Case{"[a](http://b.c)", "a.md:5 bad-link"},
                        Case{"![a](b.svg)", "a.md:5 bad-image"}, Case{"<video>", "a.md:5 html-refused"}}) {
    CAPTURE(c.body);
    LintInput input;
    const testing::MemoryFiles files({{"i.png", "x"}});
    input.files = &files;
    CHECK(found({entry("a.md", "a", c.body), entry("b.md", "b", "")}, input) == Findings{c.finding});
  }
}

TEST_CASE("ids are used once and the manifest points at headings that exist") {
  CHECK(found({entry("a.md", "x", ""), entry("b.md", "x", "")}) == Findings{"b.md:0 duplicate-id"});
  LintInput input;
  input.manifest = {{"a.md", {}, {"gone"}}};
  CHECK(found({entry("a.md", "a", "# Here\n")}, input) == Findings{"a.md:0 dangling-anchor"});
}
