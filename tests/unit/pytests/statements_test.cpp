#include "pytests/statements.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

// "line:indent:text" for each statement, joined by '|'.
std::string statements(std::string_view source) {
  std::string out;
  tt::pytests::for_each_statement(source, [&](const tt::pytests::Statement& s) {
    out += fmt::format("{}{}:{}:{}", out.empty() ? "" : "|", s.line, s.indent, s.text);
  });
  return out;
}

}  // namespace

TEST_CASE("a statement has its first line, its number and its indent") {
  CHECK(statements("a\n  b\n\tc\n  \td\n\n   \n# x\n") == "0:0:a|1:2:b|2:8:c|3:8:d");
  CHECK(statements("a(\n b,\n)\nc") == "0:0:a(|3:0:c");
  CHECK(statements("a \\\n b\nc") == "0:0:a \\|2:0:c");
  CHECK(statements("  \fa\n") == "0:0:a");
  CHECK(statements("a\r\nb\rc\n") == "0:0:a|1:0:b|2:0:c");
}

TEST_CASE("a word is taken only where it stands alone") {
  std::string_view text = "def  x";
  CHECK(tt::pytests::take_word(text, "def"));
  CHECK(text == "x");
  text = "define";
  CHECK(!tt::pytests::take_word(text, "def"));
  CHECK(text == "define");
  CHECK(tt::pytests::identifier("a_1(b)") == "a_1");
  CHECK(tt::pytests::identifier("(b)") == "");
}
