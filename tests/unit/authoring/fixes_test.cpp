#include "authoring/fixes.hpp"

#include <algorithm>

#include "authoring/link_rules.hpp"
#include "bench.hpp"

using namespace tt::authoring;

namespace {

std::vector<tt::lessons::Problem> problems_of(const bench::Bench& bench) {
  tt::lessons::LintInput input;
  input.lessons = bench.lessons;
  input.manifest = {{"draft.md", {"measure", "think"}, {}}};
  std::vector<tt::lessons::Problem> all;
  for (const auto& problem : tt::lessons::lint(input)) {
    if (problem.file == "draft.md") all.push_back(problem);
  }
  for (const auto& problem : check_links(bench.lessons.front().lesson, bench.knowledge, bench::read_arguments))
    all.push_back(problem);
  return all;
}

std::string with(std::string text, const Fix& fix) {
  for (const TextEdit& edit : fix.edits) text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
  return text;
}

// The text after the first fix of the problem of this rule.
std::string fixed(const std::string& text, std::string_view rule) {
  const bench::Bench bench(text);
  for (const auto& problem : problems_of(bench)) {
    if (problem.rule != rule) continue;
    const std::vector<Fix> fixes = fixes_of(problem, bench.document(), bench.knowledge);
    return fixes.empty() ? "no fix" : with(text, fixes.front());
  }
  return "no such problem";
}

std::string fixed_body(const std::string& body, std::string_view rule) {
  std::string text = fixed(bench::lesson(body), rule);
  const std::string before = bench::lesson("");
  return text.starts_with(before) ? text.substr(before.size()) : text;
}

}  // namespace

TEST_CASE("what is nearly right is set right") {
  struct Case {
    std::string rule, body, after;
  };
  for (const Case& c : {
           Case{"unknown-command", "[a](command:tenstorrent.checkMashine)", "[a](command:tenstorrent.checkMachine)"},
           Case{"bad-arguments", "[a](command:tenstorrent.test.run?[\"fst\"])", "[a](command:tenstorrent.test.run?[\"fast\"])"},
           Case{"bad-arguments", "[a](command:tenstorrent.test.run?%7B%22mode%22%3A%22carefull%22%7D)",
                "[a](command:tenstorrent.test.run?%7B%22mode%22%3A%22careful%22%7D)"},
           Case{"bad-arguments", "[a](command:tenstorrent.test.run?{\"mode\":\"fast\",\"row\":1})",
                "[a](command:tenstorrent.test.run?{\"mode\":\"fast\",\"rows\":1})"},
           Case{"dangling-lesson", "[a](command:tenstorrent.showLesson?[\"other-leson\"])",
                "[a](command:tenstorrent.showLesson?[\"other-lesson\"])"},
           Case{"dangling-lesson", "[a](othr.md#the-other)", "[a](other.md#the-other)"},
           Case{"dangling-anchor", "# One more\n[a](#one-mor)", "# One more\n[a](#one-more)"},
           Case{"dangling-anchor", "[a](other.md#a-part-of-i)", "[a](other.md#a-part-of-it)"},
           Case{"dangling-anchor", "[a](command:tenstorrent.openLesson?[\"other-lesson\",\"the-othr\"])",
                "[a](command:tenstorrent.openLesson?[\"other-lesson\",\"the-other\"])"},
           Case{"missing-alt", "![](img/flow-chart.png)", "![flow chart](img/flow-chart.png)"},
           Case{"step-unknown", "```bash step=measur\nx\n```\n", "```bash step=measure\nx\n```\n"},
           Case{"swallowed-fence", "```bash\nx\n", "```bash\nx\n```\n"},
           Case{"swallowed-fence", "~~~~ text\nx", "~~~~ text\nx\n~~~~\n"},
           Case{"swallowed-fence", "```bash\nx\n\ny\n```python\nz\n```\n", "```bash\nx\n\ny\n```\n```python\nz\n```\n"},
       }) {
    CAPTURE(c.body);
    CHECK(fixed_body(c.body, c.rule) == c.after);
  }
}

TEST_CASE("front matter is mended") {
  CHECK(fixed("# A title\n", "front-matter-missing") == "---\nid: draft\ntitle: \"A title\"\n---\n\n# A title\n");
  CHECK(fixed("---\nid: draft\n---\n# A \"title\"\n", "front-matter-missing") ==
        "---\ntitle: \"A \\\"title\\\"\"\nid: draft\n---\n# A \"title\"\n");
  CHECK(fixed("---\nid: draft\ntitle:\n---\n", "front-matter-missing") == "no fix");
  CHECK(fixed("---\nid: draft\ntitle: T\nstatsu: draft\n---\n", "front-matter-key-unknown") ==
        "---\nid: draft\ntitle: T\nstatus: draft\n---\n");
  CHECK(fixed("---\nid: draft\ntitle: T\nstatus: drft\n---\n", "front-matter-value") ==
        "---\nid: draft\ntitle: T\nstatus: draft\n---\n");
  CHECK(fixed("---\nid: draft\ntitle: T\nsupportedHardware: [n150, n3000]\n---\n", "hardware-unknown") ==
        "---\nid: draft\ntitle: T\nsupportedHardware: [n150, n300]\n---\n");
}

TEST_CASE("where nothing is sure, nothing is offered") {
  CHECK(fixed_body("[a](command:tenstorrent.somethingElse)", "unknown-command") == "no fix");
  CHECK(fixed_body("[a](#nothing-like-it)", "dangling-anchor") == "no fix");
  CHECK(fixed_body("[a](command:tenstorrent.test.run)", "bad-arguments") == "no fix");
  // The quote ends before the text does.
  CHECK(fixed_body("> ```bash\n> x\n\nafter\n", "swallowed-fence") == "no fix");
}

TEST_CASE("a fix takes its problem away and brings no other") {
  for (const std::string& body : {"[a](command:tenstorrent.checkMashine)", "![](flow-chart.png)",
                                  "```bash\nx\n\n```python\nz\n```\n", "```bash step=thnk\nx\n```\n"}) {
    CAPTURE(body);
    const bench::Bench before(bench::lesson(body));
    const auto problems = problems_of(before);
    REQUIRE(problems.size() == 1);
    const std::vector<Fix> fixes = fixes_of(problems.front(), before.document(), before.knowledge);
    REQUIRE_FALSE(fixes.empty());
    const bench::Bench after(with(before.text, fixes.front()));
    CHECK(problems_of(after).empty());
  }
}
