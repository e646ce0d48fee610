#include "lessons/yaml.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using tt::lessons::load_yaml;
using tt::lessons::read_string_list;

TEST_CASE("anchors, aliases, deep nesting and broken text are refused with a line") {
  CHECK(load_yaml("a: [b]", 4).has_value());
  CHECK(load_yaml("", 4).has_value());
  for (const char* text : {"x: 1\na: &b c", "x: 1\na: *b", "x: 1\na: [[[[b]]]]", "x: 1\na: ]"}) {
    CAPTURE(text);
    const auto node = load_yaml(text, 4);
    REQUIRE_FALSE(node.has_value());
    CHECK(node.error().line == 1);
    CHECK_FALSE(node.error().message.empty());
  }
  CHECK_FALSE(load_yaml(std::string(60000, '['), 16).has_value());
}

TEST_CASE("a list of strings is read from JSON") {
  CHECK(read_string_list("[\"a\", \"b c\"]") == std::vector<std::string>{"a", "b c"});
  CHECK(read_string_list("[\"a\\\"b\"]") == std::vector<std::string>{"a\"b"});
  CHECK(read_string_list("[]") == std::vector<std::string>{});
  for (const char* no : {"", "\"a\"", "{\"a\":1}", "[[\"a\"]]", "[", "[\"a\""}) {
    CAPTURE(no);
    CHECK_FALSE(read_string_list(no).has_value());
  }
}
