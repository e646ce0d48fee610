#include "models/template.hpp"

#include <doctest/doctest.h>

using namespace tt;

TEST_CASE("places are filled once") {
  const models::Values values{{"model", "<<size>>"}, {"size", "4"}};
  const auto filled = models::fill_template("a <<model>> b <<size>> c", values);
  REQUIRE(filled.has_value());
  CHECK(*filled == "a <<size>> b 4 c");
}

TEST_CASE("other angle brackets stay") {
  for (const char* text : {"", "1 << 3 >> 1", "<<>>", "<< a >>", "x << y", "<<A>>", "a <<", ">> b"}) {
    const auto filled = models::fill_template(text, {});
    REQUIRE(filled.has_value());
    CHECK(*filled == text);
  }
}

TEST_CASE("a place without a value is named with its line") {
  const auto filled = models::fill_template("a\nb <<nothing>>", {});
  REQUIRE_FALSE(filled.has_value());
  CHECK(filled.error().message == "The template names 'nothing' in line 2, and there is no such value.");
  const auto later = models::fill_template("1 << 2\n<<a>>\n\n<<nothing>>", {{"a", "b"}});
  REQUIRE_FALSE(later.has_value());
  CHECK(later.error().message.find("line 4") != std::string::npos);
}

TEST_CASE("names of Python modules are told from others") {
  for (const char* name : {"phi3", "my_model", "_x", "A1"}) CHECK_MESSAGE(models::is_module_name(name), name);
  for (const char* name : {"", "3phi", "phi-3", "my model", "class", "a.b", "é"})
    CHECK_MESSAGE(!models::is_module_name(name), name);
}
