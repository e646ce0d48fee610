#include "commands/yaml.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace std::string_view_literals;
using tt::commands::Yaml;

namespace {

// "{a: [1, 'x'], b: null}" with quotes around what was quoted, or "! line: why".
std::string shape(const Yaml& node) {
  std::string out;
  switch (node.kind) {
    case Yaml::Kind::kNull: return "null";
    case Yaml::Kind::kScalar: return node.plain ? node.text : "'" + node.text + "'";
    case Yaml::Kind::kSequence:
      for (const Yaml& item : node.items) out += (out.empty() ? "" : ", ") + shape(item);
      return "[" + out + "]";
    case Yaml::Kind::kMap:
      for (const auto& entry : node.entries) out += (out.empty() ? "" : ", ") + entry.key + ": " + shape(entry.value);
      return "{" + out + "}";
  }
  return "";
}

std::string parsed(std::string_view text) {
  const auto tree = tt::commands::parse_yaml(text);
  if (tree) return shape(*tree);
  CHECK(tree.error().rule == "yaml");
  CHECK(!tree.error().message.empty());
  return fmt::format("! {}", tree.error().line);
}

}  // namespace

TEST_CASE("a document becomes a tree that knows what was quoted") {
  CHECK(parsed("a: 1\nb:\n  - x\n  - 'y'\n  - \"z\"\n") == "{a: 1, b: [x, 'y', 'z']}");
  CHECK(parsed("{a: , b: ~, c: null, d: ''}") == "{a: null, b: null, c: null, d: ''}");
  CHECK(parsed("a: >-\n  one\n  two\n") == "{a: 'one two'}");
  CHECK(parsed("gr\xC3\xBC\xC3\x9F: \xE2\x89\xA5") == "{gr\xC3\xBC\xC3\x9F: \xE2\x89\xA5}");
  CHECK(parsed("- ${arg.x}\n- $$") == "[${arg.x}, $$]");
}

TEST_CASE("every value knows its line") {
  const auto tree = tt::commands::parse_yaml("# c\na: 1\nb:\n  - x\n  -\n    c: 2\n");
  REQUIRE(tree);
  CHECK(tree->line == 2);
  CHECK(tree->entries[0].value.line == 2);
  CHECK(tree->entries[1].value.items[0].line == 4);
  CHECK(tree->entries[1].value.items[1].entries[0].value.line == 6);
}

TEST_CASE("what YAML has beyond a tree of texts is refused with its line") {
  struct Case {
    std::string_view text, result;
  };
  const Case cases[] = {
      {"", "! 0"},
      {"a: 1\nb: [", "! 2"},
      {"a: 1\n  b: 2\n", "! 2"},
      {"a: &x 1\n", "! 1"},
      {"a: &x 1\nb: *x\n", "! 1"},
      {"a: 1\nb: *x\n", "! 2"},
      {"a: &x\n  b: 1\n", "! 1"},
      {"a: !!str 1\n", "! 1"},
      {"a: !python/object {}\n", "! 1"},
      {"a: 1\nb: 2\na: 3\n", "! 3"},
      {"? [a]\n: 1\n", "! 1"},
      {"{a: 1}: 2\n", "! 1"},
      {"~: 1\n", "! 1"},
      {"a: \"\\0\"\n", "! 1"},
      {"a: \"\\e[31m\"\n", "! 1"},
      {"a: 1\n---\nb: 2\n", "! 0"},
      {"a: \xFF\n", "! 0"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    CHECK(parsed(c.text) == c.result);
  }
}

TEST_CASE("depth and number of values are limited") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(parsed(nested(16)) == nested(16));
  CHECK(parsed(nested(17)) == "! 1");
  CHECK(parsed(nested(100000)) == "! 1");
  CHECK(parsed(std::string(100000, '[')).starts_with("! "));
  CHECK(parsed(std::string(100000, '{')).starts_with("! "));
  std::string many = "a:\n";
  for (int i = 0; i < 20000; ++i) many += " - x\n";
  CHECK(parsed(many).starts_with("! "));
  const auto keys = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += fmt::format("k{}: 1\n", i);
    return text;
  };
  CHECK(!parsed(keys(200)).starts_with("! "));
  CHECK(parsed(keys(201)) == "! 201");
}

TEST_CASE("a plain scalar is what it looks like, a quoted one is text") {
  using tt::commands::to_text;
  struct Case {
    std::string_view yaml;
    std::size_t index;  // of the variant
    std::string text;
  };
  const Case cases[] = {
      {"true", 1, "true"},
      {"false", 1, "false"},
      {"yes", 4, "yes"},
      {"3072", 2, "3072"},
      {"-5", 2, "-5"},
      {"0.5", 3, "0.5"},
      {"1e3", 3, "1000"},
      {"nan", 4, "nan"},
      {"inf", 4, "inf"},
      {"'3072'", 4, "3072"},
      {"\"true\"", 4, "true"},
      {"0x10", 4, "0x10"},
      {"99999999999999999999", 3, "1e+20"},
      {"~", 0, ""},
      {"1.2.3", 4, "1.2.3"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.yaml));
    const auto tree = tt::commands::parse_yaml(c.yaml);
    REQUIRE(tree);
    const auto value = tt::commands::typed_value(*tree);
    CHECK(value.index() == c.index);
    CHECK(to_text(value) == c.text);
  }
}
