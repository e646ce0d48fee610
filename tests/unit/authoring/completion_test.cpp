#include "authoring/completion.hpp"

#include <algorithm>

#include "bench.hpp"

using namespace tt::authoring;
using Words = std::vector<std::string>;

namespace {

std::vector<Completion> complete_in(const bench::Bench& bench) { return complete(bench.document(), bench.at, bench.knowledge); }

Words labels(const std::string& text) {
  const bench::Bench bench(text);
  Words words;
  for (const Completion& found : complete_in(bench)) words.push_back(found.label);
  return words;
}

// The text once the completion of this label was taken.
std::string taken(const std::string& text, const std::string& label) {
  const bench::Bench bench(text);
  const std::vector<Completion> all = complete_in(bench);
  const auto found = std::ranges::find(all, label, &Completion::label);
  if (found == all.end()) return "not offered";
  std::string out = bench.text;
  return out.replace(found->replaced.begin, found->replaced.end - found->replaced.begin, found->text);
}

std::string body(const std::string& text) { return bench::lesson(text); }

}  // namespace

TEST_CASE("keys of the front matter that aren't there yet are offered") {
  const Words offered = labels("---\nid: draft\ntitle: T\n|\n---\n");
  CHECK(std::ranges::find(offered, "status") != offered.end());
  CHECK(std::ranges::find(offered, "id") == offered.end());
  CHECK(taken("---\nid: draft\nsta|\n---\n", "status") == "---\nid: draft\nstatus: \n---\n");
  CHECK(taken("---\nid: draft\n|tatus: draft\n---\n", "status") == "---\nid: draft\nstatus: draft\n---\n");
  CHECK(taken("---\nid: draft\nta|", "tags") == "---\nid: draft\ntags: []");
  CHECK(labels("|---\nid: draft\n---\n") == Words{});
  CHECK(labels("---\nid: draft\n-|--\n") == Words{});
}

TEST_CASE("values of the front matter are offered: those that are allowed, else those that other lessons have") {
  CHECK(labels("---\nid: draft\nstatus: |\n---\n") == Words{"draft", "validated", "blocked"});
  CHECK(taken("---\nid: draft\nsupportedHardware: [n150, n3|]\n---\n", "n300") ==
        "---\nid: draft\nsupportedHardware: [n150, n300]\n---\n");
  CHECK(taken("---\nid: draft\nvalidatedOn:\n  - n1|\n---\n", "n150") == "---\nid: draft\nvalidatedOn:\n  - n150\n---\n");
  CHECK(labels("---\nid: draft\ntags: [|]\n---\n") == Words{"first", "second"});
  CHECK(labels("---\nid: draft\ncategory: |\n---\n") == Words{"basics"});
  CHECK(labels("---\nid: draft\ntitle: |\n---\n") == Words{});
}

TEST_CASE("commands are offered after command:") {
  CHECK(labels(body("[a](command:|")) == Words{"tenstorrent.test.run", "tenstorrent.checkMachine"});
  CHECK(taken(body("[a](command:tenst|orrent.x?[1]) b"), "tenstorrent.checkMachine") ==
        body("[a](command:tenstorrent.checkMachine?[1]) b"));
  CHECK(labels(body("[a](comm|and:")) == Words{});
  CHECK(labels(body("a (command:|")) == Words{});
}

TEST_CASE("arguments are offered in the link's own spelling") {
  CHECK(labels(body("[a](command:tenstorrent.test.run?[|])")) == Words{"fast", "careful"});
  CHECK(taken(body("[a](command:tenstorrent.test.run?|)"), "fast") == body("[a](command:tenstorrent.test.run?[\"fast\"])"));
  CHECK(taken(body("[a](command:tenstorrent.test.run?[\"ca|\"])"), "careful") ==
        body("[a](command:tenstorrent.test.run?[\"careful\"])"));
  CHECK(taken(body("[a](command:tenstorrent.test.run?%5B%22ca|%22%5D)"), "careful") ==
        body("[a](command:tenstorrent.test.run?%5B%22careful%22%5D)"));
  CHECK(taken(body("[a](command:tenstorrent.test.run?[\"fast\",|])"), "true") ==
        body("[a](command:tenstorrent.test.run?[\"fast\",true])"));
  CHECK(labels(body("[a](command:tenstorrent.test.run?{\"mode\":\"fast\",\"|\":1})")) == Words{"warm", "rows"});
  CHECK(taken(body("[a](command:tenstorrent.test.run?{\"mode\":|})"), "careful") ==
        body("[a](command:tenstorrent.test.run?{\"mode\":\"careful\"})"));
  CHECK(labels(body("[a](command:tenstorrent.nobodys?[|])")) == Words{});
}

TEST_CASE("lessons and their anchors are offered where a lesson is opened, and by path") {
  CHECK(labels(body("[a](command:tenstorrent.showLesson?[\"|\"])")) == Words{"draft", "other-lesson"});
  CHECK(labels(body("[a](command:tenstorrent.openLesson?[\"other-lesson\",\"|\"])")) == Words{"the-other", "a-part-of-it"});
  CHECK(taken(body("# One\n\n## Two\n\n[a](#t|)"), "two") == body("# One\n\n## Two\n\n[a](#two)"));
  CHECK(labels(body("[a](other.md#|)")) == Words{"the-other", "a-part-of-it"});
  CHECK(labels(body("[a](|)")) == Words{"other.md"});
  CHECK(labels(body("[a](https://|)")) == Words{});
}

TEST_CASE("steps are offered after step=") {
  CHECK(labels(body("```bash step=|\nx\n```\n")) == Words{"measure", "think"});
  CHECK(taken(body("> ```bash step=m| a\n> x\n> ```\n"), "measure") == body("> ```bash step=measure a\n> x\n> ```\n"));
  CHECK(labels(body("bash step=|")) == Words{});
}

TEST_CASE("every place of a text gives an answer") {
  const std::string text = body("[a](command:tenstorrent.test.run?{\"mode\":%22}) ![](x.png) [b](#\u00e9)\n```bash step=m\n") +
                           std::string("[c](command:tenstorrent.showLesson?[\"draft\",\"a");
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bench::Bench bench(std::string(text).insert(at, "|"));
    for (const Completion& found : complete_in(bench)) {
      CHECK(found.replaced.begin <= found.replaced.end);
      CHECK(found.replaced.end <= bench.text.size());
    }
  }
}
