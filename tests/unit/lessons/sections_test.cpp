#include "lessons/sections.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tt::lessons;

namespace {

std::vector<TextSection> sections(std::string_view text) {
  const tt::Result<Lesson> lesson = parse_lesson("a.md", text);
  REQUIRE(lesson.has_value());
  return sections_of(*lesson);
}

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank) out += c;
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  return out.ends_with(' ') ? out.substr(0, out.size() - 1) : out;
}

}  // namespace

TEST_CASE("each heading begins a section, and what comes before the first has one of its own") {
  const auto found = sections("Before.\n\n# One `x`\n\nFirst.\n\n## Two\n\nSecond.\n\n## Two\n\nThird.\n");
  REQUIRE(found.size() == 4);
  CHECK(found[0].level == 0);
  CHECK(squeezed(found[0].text) == "Before.");
  CHECK(found[1].heading == "One x");
  CHECK(found[1].anchor == "one-x");
  CHECK(squeezed(found[1].text) == "First.");
  CHECK(found[2].anchor == "two");
  CHECK(found[3].anchor == "two-1");
  CHECK(found[3].level == 2);
  CHECK(squeezed(found[3].text) == "Third.");
}

TEST_CASE("markup within a word leaves it whole, and cells, items and lines are apart") {
  const auto found =
      sections("**bo**ld `co`de [li](https://x.example)nk H<sub>2</sub>O\n\n| a | b |\n|---|---|\n| c | d |\n\n- e\n- f\n\ng\nh\n");
  CHECK(squeezed(found[0].text) == "bold code link H2O a b c d e f g h");
}

TEST_CASE("references are the characters that they stand for") {
  CHECK(squeezed(sections("a &amp; b < c &nbsp;d \"e\" &unknown; &")[0].text) == "a & b < c \u00a0d \"e\" &unknown; &");
}

TEST_CASE("code blocks are code, byte for byte and one after the other, and inline code is text") {
  const auto found = sections("# A\n\n```cpp\n#include <x>\na &amp; b\n```\n\nUse `ttnn`.\n\n```\nsecond\n```\n");
  CHECK(found[1].code.contains("#include <x>\na &amp; b\n"));
  CHECK(found[1].code.contains("\nsecond\n"));
  CHECK_FALSE(found[1].text.contains("include"));
  CHECK(squeezed(found[1].text) == "Use ttnn.");
}

TEST_CASE("headings in quotes and lists count, and an unclosed bracket hurts nobody") {
  const auto found = sections("> # Quoted\n>\n> said\n\n- # Listed\n\n  item <b\n");
  REQUIRE(found.size() == 3);
  CHECK(found[1].anchor == "quoted");
  CHECK(squeezed(found[1].text) == "said");
  CHECK(squeezed(found[2].text) == "item <b");
}
