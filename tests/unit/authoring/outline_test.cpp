#include "authoring/outline.hpp"

#include "bench.hpp"

using namespace tt::authoring;

namespace {

std::string shape(const std::vector<Symbol>& symbols) {
  std::string out;
  for (const Symbol& symbol : symbols) {
    out += (out.empty() ? "" : " ") + symbol.name;
    if (!symbol.children.empty()) out += "(" + shape(symbol.children) + ")";
  }
  return out;
}

void check_nesting(const std::vector<Symbol>& symbols, TextSpan outer) {
  for (const Symbol& symbol : symbols) {
    CHECK(symbol.section.begin >= outer.begin);
    CHECK(symbol.section.end <= outer.end);
    CHECK(symbol.line.begin >= symbol.section.begin);
    CHECK(symbol.line.end <= symbol.section.end);
    check_nesting(symbol.children, symbol.section);
  }
}

}  // namespace

TEST_CASE("headings hold what is below them, and blocks that steps run are leaves") {
  const bench::Bench bench(
      bench::lesson("### Deep first\n\n# One\n\n```bash step=measure\nx\n```\n\n## Two\n\n#### Four\n\n## Three\n\n# Last\n"));
  const std::vector<Symbol> symbols = outline(bench.document());
  CHECK(shape(symbols) == "Deep first One(measure Two(Four) Three) Last");
  check_nesting(symbols, {0, bench.text.size()});
  CHECK(bench.written(symbols[1].line) == "# One");
  CHECK(symbols[1].children[0].is_step);
  CHECK(symbols[1].children[0].detail == "bash");
}

TEST_CASE("a text that is no lesson has no outline") { CHECK(outline({"# One", nullptr}).empty()); }
