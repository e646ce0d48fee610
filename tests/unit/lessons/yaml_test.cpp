#include "lessons/yaml.hpp"

#include <doctest/doctest.h>

#include <string>

using tt::lessons::load_yaml;

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
