#include "authoring/hover.hpp"

#include "bench.hpp"

using namespace tt::authoring;

namespace {

std::string hover(const std::string& text) {
  const bench::Bench bench(text);
  const auto reference = reference_at(bench.document(), bench.at, bench.knowledge);
  return reference ? describe(*reference) : "nothing";
}

}  // namespace

TEST_CASE("a command says what it takes and what it runs") {
  const std::string text = hover(bench::lesson("[a](command:tenstorrent.te|st.run)"));
  CHECK(text.contains("**Run it**"));
  CHECK(text.contains("`mode` (one of fast, careful, required): How it runs"));
  CHECK(text.contains("at least 1, at most 100"));
  CHECK(text.contains("Runs `/bin/echo ${arg.mode}`"));
  CHECK(hover(bench::lesson("[a](command:tenstorrent.check|Machine)")).contains("part of the daemon"));
}

TEST_CASE("arguments, lessons, headings, steps and keys are described") {
  CHECK(hover(bench::lesson("[a](command:tenstorrent.test.run?[\"fa|st\"])")) ==
        "`mode` (one of fast, careful, required): How it runs");
  CHECK(hover(bench::lesson("[a](command:tenstorrent.showLesson?[\"other|-lesson\"])")).contains("About something else"));
  CHECK(hover(bench::lesson("[a](other.md#a-part|-of-it)")).contains("## A part of it"));
  CHECK(hover(bench::lesson("# One\n[a](#on|e)")) == "# One");
  CHECK(hover(bench::lesson("```bash step=mea|sure\nx\n```")).contains("**Measure it**"));
  CHECK(hover("---\nid: x\nti|tle: T\n---\n").starts_with("`title`: "));
}

TEST_CASE("elsewhere there is nothing") {
  for (const std::string& body :
       {"a|b", "[a](command:tenstorrent.nob|odys)", "[a](#no|ne)", "[a](|none.md)", "```bash step=no|ne\nx\n```"}) {
    CAPTURE(body);
    CHECK(hover(bench::lesson(body)) == "nothing");
  }
  CHECK(hover("---\nid: x\nwhat|ever: T\n---\n") == "nothing");
}

TEST_CASE("a pack's words make no link and no element") {
  tt::commands::DeclaredCommand command;
  command.spec.id = "tenstorrent.x";
  command.spec.title = "[a](command:evil) <b>";
  command.spec.argv = {"a`](command:evil)"};
  Reference reference;
  reference.command = &command;
  const std::string text = describe(reference);
  CHECK(text.contains("\\[a\\]\\(command:evil\\) \\<b\\>"));
  CHECK(text.contains("`a](command:evil)`"));
}
