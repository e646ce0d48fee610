#include "base/utf8.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace std::string_view_literals;
namespace utf8 = tt::utf8;

TEST_CASE("ill-formed sequences are found and replaced one by one") {
  struct Case {
    std::string_view input;
    std::string_view mended;
  };
  const Case cases[] = {
      {"plain", "plain"},
      {"gr\xC3\xBC\xC3\x9F", "gr\xC3\xBC\xC3\x9F"},
      {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
      {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},                                  // overlong
      {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},                  // surrogate
      {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},  // over U+10FFFF
      {"a\xE2\x82", "a\xEF\xBF\xBD"},                                            // cut short: one maximal subpart
      {"\xFF\xFE", "\xEF\xBF\xBD\xEF\xBF\xBD"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.mended));
    CHECK(utf8::replace_invalid(c.input) == c.mended);
    CHECK(utf8::is_valid(c.input) == (c.input == c.mended));
    CHECK(utf8::is_valid(utf8::replace_invalid(c.input)));
  }
}

TEST_CASE("a prefix ends at a character's border") {
  CHECK(utf8::complete_prefix("abc") == 3);
  CHECK(utf8::complete_prefix("ab\xC3") == 2);
  CHECK(utf8::complete_prefix("ab\xC3\xBC") == 4);
  CHECK(utf8::complete_prefix("\xE2\x82") == 0);
  CHECK(utf8::complete_prefix("x\xF0\x9F\x98") == 1);
  CHECK(utf8::complete_prefix("\x80\x80\x80\x80") == 4);  // no lead byte in reach: nothing to wait for
  CHECK(utf8::complete_prefix("") == 0);
}

TEST_CASE("characters that can deceive a reader become visible") {
  CHECK(utf8::visible("rm -rf /tmp/x") == "rm -rf /tmp/x");
  CHECK(utf8::visible("a\xE2\x80\xAE"
                      "b") == "a\\u202eb");
  CHECK(utf8::visible("a\xE2\x80\x8B"
                      "b") == "a\\u200bb");
  CHECK(utf8::visible("a\x1b[31m\r\n") == "a\\u001b[31m\\u000d\\n");
  CHECK(utf8::visible("\xF3\xA0\x81\x81") == "\\U000e0041");
  CHECK(utf8::visible("\xFF") == "\\xff");
  CHECK(utf8::visible("gr\xC3\xBC\xC3\x9F") == "gr\xC3\xBC\xC3\x9F");
}
