#include "pattern.hpp"

#include <doctest/doctest.h>

using namespace tt::session;

namespace {

bool matches(std::string_view pattern, std::string_view value, Bindings& known) {
  const tt::Result<Json> parsed = parse_pattern(pattern);
  REQUIRE_MESSAGE(parsed.has_value(), parsed.error().message);
  return !mismatch(*parsed, Json::parse(value), known);
}

bool matches(std::string_view pattern, std::string_view value) {
  Bindings known;
  return matches(pattern, value, known);
}

}  // namespace

TEST_CASE("without a wildcard a pattern matches its equal alone") {
  CHECK(matches(R"({"a": [1, true, null]})", R"({"a": [1, true, null]})"));
  CHECK_FALSE(matches(R"({"a": 1})", R"({"a": 2})"));
  CHECK_FALSE(matches(R"({"a": 1})", R"({"a": 1, "b": 2})"));
  CHECK_FALSE(matches(R"({"a": 1, "b": 2})", R"({"a": 1})"));
  CHECK_FALSE(matches(R"([1])", R"([1, 2])"));
  CHECK_FALSE(matches(R"([1, 2])", R"([1])"));
  CHECK_FALSE(matches(R"({})", R"([])"));
  CHECK_FALSE(matches(R"("1")", R"(1)"));
}

TEST_CASE("a star is any value, a tilde is a part of a string") {
  CHECK(matches(R"({"a": "*"})", R"({"a": {"b": 1}})"));
  CHECK_FALSE(matches(R"({"a": "*"})", R"({})"));
  CHECK(matches(R"("~ell")", R"("hello")"));
  CHECK_FALSE(matches(R"("~all")", R"("hello")"));
  CHECK_FALSE(matches(R"("~1")", R"(1)"));
}

TEST_CASE("dots allow further members and elements, and only there") {
  CHECK(matches(R"({"a": 1, ...})", R"({"a": 1, "b": 2})"));
  CHECK(matches(R"({...})", R"({})"));
  CHECK_FALSE(matches(R"({"a": 1, ...})", R"({"b": 1})"));
  CHECK(matches(R"([1, ...])", R"([1, 2, 3])"));
  CHECK(matches(R"([..., 3])", R"([1, 2, 3])"));
  CHECK(matches(R"([..., 2, ...])", R"([1, 2, 3])"));
  CHECK(matches(R"([...])", R"([])"));
  CHECK_FALSE(matches(R"([..., 2])", R"([1, 2, 3])"));
  CHECK_FALSE(matches(R"([2, ...])", R"([1, 2])"));
  CHECK_FALSE(matches(R"([..., 4, ...])", R"([1, 2, 3])"));
  CHECK(matches(R"({"a": "..."})", R"({"a": "..."})"));
}

TEST_CASE("a name is any value the first time and the same value from then on") {
  Bindings known;
  CHECK(matches(R"({"a": "$x", "b": "$x"})", R"({"a": 1, "b": 1})", known));
  CHECK(known["x"] == 1);
  CHECK_FALSE(matches(R"("$x")", R"(2)", known));
  CHECK(matches(R"("is ${x}")", R"("is 1")", known));
  CHECK_FALSE(matches(R"("is ${y}")", R"("is 1")", known));
  CHECK(matches(R"({"is ${x}": 2})", R"({"is 1": 2})", known));
  CHECK_FALSE(matches(R"({"is ${y}": 2})", R"({"is 1": 2})", known));
}

TEST_CASE("what doesn't match captures nothing") {
  Bindings known;
  CHECK_FALSE(matches(R"({"a": "$x", "b": 2})", R"({"a": 1, "b": 3})", known));
  CHECK_FALSE(matches(R"([..., {"a": "$x", "b": 2}])", R"([{"a": 1, "b": 3}])", known));
  CHECK(known.empty());
}

TEST_CASE("what is sent has its names replaced, with the type of what was captured") {
  const Bindings known = {{"id", 7}, {"home", "/h"}};
  CHECK(*substitute(Json::parse(R"({"id": "$id", "path": "${home}/a", "n": ["${id}"], "cost": "5 $"})"), known) ==
        Json::parse(R"({"id": 7, "path": "/h/a", "n": ["7"], "cost": "5 $"})"));
  CHECK_FALSE(substitute(Json("$other"), known).has_value());
  CHECK_FALSE(substitute(Json("${other}"), known).has_value());
  CHECK_FALSE(substitute_text("${open", known).has_value());
}

TEST_CASE("a pattern that is no JSON is an error") {
  for (const std::string_view text : {"", "{", "{...", "[1,]", "nothing"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_pattern(text).has_value());
  }
}
