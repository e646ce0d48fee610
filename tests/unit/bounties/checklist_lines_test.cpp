#include "bounties/checklist_lines.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

// One letter a line: h2 heading, i item, . blank, > indented, t text; then its marks.
std::string kinds(std::string_view text) {
  std::string out, whole;
  for (const auto& line : tt::bounties::split_checklist(text)) {
    whole += line.text;
    if (!out.empty()) out += ' ';
    out += line.blank          ? "."
           : line.heading != 0 ? fmt::format("h{}", line.heading)
           : line.list_item    ? "i"
           : line.indented     ? ">"
                               : "t";
    for (const std::string_view mark : line.marks) out += fmt::format("<{}>", mark);
  }
  CHECK(whole == text);
  return out;
}

}  // namespace

TEST_CASE("a line is known by how it begins") {
  CHECK(kinds("") == "");
  CHECK(kinds("# A\n\n## B <!-- phase: b -->\r\n- [ ] x <!-- x -->\n  more\ntext") == "h1 . h2<phase: b> i<x> > t");
  CHECK(kinds("#\n#x\n####### x\n###### x\n") == "h1 t t h6");
  CHECK(kinds("* a\n+ b\n1. c\n12) d\n-x\n1.x\n---\n*em*\n") == "i i i i t t t t");
  CHECK(kinds("a <!--x--><!-- y y -->\nb <!-- open\n") == "t<x><y y> t");
}

TEST_CASE("what a fence holds is nothing but text") {
  CHECK(kinds("```\n# a\n- b <!-- b -->\n```\n# c\n") == "t t t t h1");
  CHECK(kinds("~~~~ sh\n# a\n~~~\n```\n~~~~\n# c\n") == "t t t t t h1");
  CHECK(kinds("``\n# a\n") == "t h1");
  CHECK(kinds("```\n``` x\n# a\n```\n") == "t t t t");
}

TEST_CASE("a fence that is never closed is text") {
  CHECK(kinds("```\n# a\n- b <!-- b -->\n~~~\n") == "t h1 i<b> t");
  CHECK(kinds("```\n```\n~~~\n# a\n") == "t t t h1");
}
