#include "authoring/references.hpp"

#include "bench.hpp"

using namespace tt::authoring;

namespace {

// Where the thing at the cursor is, as "path:line".
std::string target(const std::string& text) {
  const bench::Bench bench(text);
  const auto reference = reference_at(bench.document(), bench.at, bench.knowledge);
  const auto found = reference ? target_of(*reference, bench.knowledge) : std::nullopt;
  return found ? found->path + ":" + std::to_string(found->line) : "none";
}

}  // namespace

TEST_CASE("things are found where they are declared") {
  CHECK(target(bench::lesson("# One\n\n[a](#o|ne)")) == "/packs/p/draft.md:6");
  CHECK(target(bench::lesson("[a](other.md#a-part|-of-it)")) == "/packs/p/other.md:12");
  CHECK(target(bench::lesson("[a](oth|er.md)")) == "/packs/p/other.md:0");
  CHECK(target(bench::lesson("[a](command:tenstorrent.showLesson?%5B%22other|-lesson%22%5D)")) == "/packs/p/other.md:0");
  CHECK(target(bench::lesson("[a](command:tenstorrent.check|Machine)")) == "/packs/p/pack.yaml:18");
  CHECK(target(bench::lesson("```bash step=thi|nk\nx\n```")) == "/packs/p/pack.yaml:8");
  CHECK(target(bench::lesson("[a](command:tenstorrent.test.run?[\"fa|st\"])")) == "none");
}

TEST_CASE("the links of a lesson lead to lessons, headings and pictures") {
  const bench::Bench bench(
      bench::lesson("# One\n\n[a](#one) [b](other.md#a-part-of-it) [c](command:tenstorrent.openLesson?[\"other-lesson\"]) "
                    "![d](i.png) [e](#none) [f](none.md) [g](https://example.org) [h](command:tenstorrent.checkMachine)"));
  std::vector<std::string> found;
  for (const DocumentLink& link : document_links(bench.document(), bench.knowledge)) {
    found.push_back(bench.written(link.span) + " " + link.target.path + ":" + std::to_string(link.target.line));
  }
  CHECK(found == std::vector<std::string>{"#one /packs/p/draft.md:6", "other.md#a-part-of-it /packs/p/other.md:12",
                                          "command:tenstorrent.openLesson?[\"other-lesson\"] /packs/p/other.md:0",
                                          "i.png /packs/p/i.png:0"});
}
