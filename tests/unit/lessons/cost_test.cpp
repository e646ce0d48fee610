#include "lessons/cost.hpp"

#include <doctest/doctest.h>

#include <string>

using tt::lessons::check_cost;

TEST_CASE("nesting up to the limit is fine, deeper is refused with its line") {
  for (const char* mark : {"> ", "- ", "1. ", ">"}) {
    CAPTURE(mark);
    std::string line;
    for (int i = 0; i < 60; ++i) line += mark;
    CHECK(check_cost("a.md", line + "x", 1).has_value());
    for (int i = 0; i < 100; ++i) line += mark;
    const auto refused = check_cost("a.md", "x\n\n" + line + "x", 5);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == tt::ErrorKind::kTooLarge);
    CHECK(refused.error().message.contains("line 7"));
    CHECK(refused.error().message.contains("nested"));
  }
}

TEST_CASE("wide tables are refused") {
  const auto table = [](int columns) {
    std::string row = "|";
    for (int i = 0; i < columns; ++i) row += "---|";
    return row;
  };
  CHECK(check_cost("a.md", table(200), 1).has_value());
  CHECK_FALSE(check_cost("a.md", table(300), 1).has_value());
}

TEST_CASE("brackets cost by the lines of their paragraph") {
  std::string paragraph, list;
  for (int i = 0; i < 10000; ++i) {
    paragraph += "[a] b\n";
    list += "[a] b\n\n";
  }
  CHECK_FALSE(check_cost("a.md", paragraph, 1).has_value());
  CHECK(check_cost("a.md", list, 1).has_value());
}

TEST_CASE("what lessons hold is far below the limits") {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "| [a](command:tenstorrent.x) | [b](https://c.d) | e |\n";
  for (int i = 0; i < 500; ++i) text += "        deeply.indented(code[i])\n\n";
  text += "- - -\n\n---\n\n***\n\n" + std::string(200, '-') + "\n" + std::string(200, '*') + "\n";
  CHECK(check_cost("a.md", text, 1).has_value());
}
