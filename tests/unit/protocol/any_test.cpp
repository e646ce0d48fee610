// Any: null is a value, a copy shares.
#include "protocol/any.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using tt::protocol::Any;

TEST_CASE("an Any is null until it is given a value") {
  CHECK(Any().is_null());
  CHECK(Any().json().is_null());
  CHECK(Any(nlohmann::json(nullptr)) == Any());
  CHECK_FALSE(Any(nlohmann::json(false)).is_null());
}

TEST_CASE("a copy of an Any shares the value") {
  const Any first(nlohmann::json{{"a", {1, 2, 3}}});
  const Any second = first;
  CHECK(&first.json() == &second.json());
  CHECK(first == second);
}

TEST_CASE("two Anys are equal where their values are") {
  CHECK(Any(nlohmann::json{{"a", 1}}) == Any(nlohmann::json{{"a", 1}}));
  CHECK_FALSE(Any(nlohmann::json{{"a", 1}}) == Any(nlohmann::json{{"a", 2}}));
  CHECK_FALSE(Any(nlohmann::json(0)) == Any());
}
