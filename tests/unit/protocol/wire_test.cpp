// JSON text: limits before values, no exception in either direction.
#include "protocol/wire.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

using namespace tt::protocol;

namespace {

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

tt::ErrorKind kind_of(std::string_view text) {
  const auto parsed = parse(text);
  REQUIRE_FALSE(parsed.has_value());
  CHECK_FALSE(parsed.error().message.empty());
  return parsed.error().kind;
}

}  // namespace

TEST_CASE("a JSON text is read with its types kept apart") {
  const auto parsed = parse(R"( {"a": [1, -1, 1.0, true, null, "\u00fc\\\""], "b": {}} )");
  REQUIRE(parsed.has_value());
  const nlohmann::json& a = parsed->at("a");
  CHECK(a.at(0).is_number_unsigned());
  CHECK(a.at(1).is_number_integer());
  CHECK(a.at(2).is_number_float());
  CHECK(a.at(5) == "\xc3\xbc\\\"");
}

TEST_CASE("what isn't JSON is malformed") {
  for (const std::string_view text : {"", " ", "{", "}", "[1,]", "{\"a\"}", "nul", "\"\\u12\"", "\"open", "\"esc\\", "1 2", "'a'",
                                      "[1e999]", "\"\xff\"", "\"\xed\xa0\x80\"", "\"\\ud800\"", "\"\xc3", "\"a\nb\"", "// c\n1"}) {
    CAPTURE(text);
    CHECK(kind_of(text) == tt::ErrorKind::kMalformed);
  }
}

TEST_CASE("a NUL byte doesn't hide what follows it") {
  using namespace std::string_view_literals;
  CHECK(kind_of("{}\0{}"sv) == tt::ErrorKind::kMalformed);
  CHECK(kind_of("\"a\0b\""sv) == tt::ErrorKind::kMalformed);
}

TEST_CASE("nesting is taken up to the limit and refused beyond it") {
  CHECK(parse(nested(kMaxDepth)).has_value());
  CHECK(kind_of(nested(kMaxDepth + 1)) == tt::ErrorKind::kTooLarge);
  CHECK(kind_of(std::string(8'000'000, '[')) == tt::ErrorKind::kTooLarge);
  std::string objects;
  for (std::size_t level = 0; level <= kMaxDepth; ++level) objects += "{\"a\":";
  CHECK(kind_of(objects) == tt::ErrorKind::kTooLarge);
}

TEST_CASE("brackets in strings don't count as nesting") {
  const auto parsed = parse("[\"" + std::string(1000, '[') + "\\\"" + std::string(1000, '{') + "\"]");
  REQUIRE(parsed.has_value());
  CHECK(parsed->at(0).get<std::string>().size() == 2001);
}

TEST_CASE("brackets side by side don't count as nesting") {
  std::string text = "[[]";
  for (int i = 0; i < 1000; ++i) text += ",[{}]";
  CHECK(parse(text + "]").has_value());
}

TEST_CASE("a text over the size limit is refused, one at the limit is read") {
  const std::string at_limit = "\"" + std::string(kMaxMessageBytes - 2, 'a') + "\"";
  CHECK(parse(at_limit).has_value());
  CHECK(kind_of(at_limit + " ") == tt::ErrorKind::kTooLarge);
}

TEST_CASE("a text of too many values is refused") {
  std::string text = "[0";
  for (std::size_t i = 1; i < kMaxValues; ++i) text += ",0";
  CHECK(kind_of(text + "]") == tt::ErrorKind::kTooLarge);
}

TEST_CASE("ill-formed UTF-8 is replaced when written") {
  CHECK(dump(nlohmann::json{{"a", "x\xffy"}}) == "{\"a\":\"x\xef\xbf\xbdy\"}");
  CHECK(dump(nlohmann::json("\xe2\x82")) == "\"\xef\xbf\xbd\"");
}

TEST_CASE("what was written can be read again") {
  const nlohmann::json value = {{"n", 9007199254740991u}, {"d", 0.1}, {"s", "\xc3\xbc\n\x01"}, {"l", {nullptr, true}}};
  const auto again = parse(dump(value));
  REQUIRE(again.has_value());
  CHECK(*again == value);
}
