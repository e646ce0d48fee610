#include "lessons/entity.hpp"

#include <doctest/doctest.h>

#include <string_view>

using tt::lessons::decode_entity;

TEST_CASE("references are decoded, and what must not be shown is replaced") {
  struct Case {
    std::string_view reference, text;
  };
  for (const Case& c :
       {Case{"&amp;", "&"}, Case{"&lt;", "<"}, Case{"&colon;", ":"}, Case{"&Tab;", "\t"}, Case{"&nbsp;", "\xC2\xA0"},
        Case{"&#36;", "$"}, Case{"&#x24;", "$"}, Case{"&#X1F600;", "\xF0\x9F\x98\x80"}, Case{"&#0;", "\xEF\xBF\xBD"},
        Case{"&#27;", "\xEF\xBF\xBD"}, Case{"&#xD800;", "\xEF\xBF\xBD"}, Case{"&#x110000;", "\xEF\xBF\xBD"},
        Case{"&#99999999999;", "\xEF\xBF\xBD"}, Case{"&#x2014;", "\xE2\x80\x94"}}) {
    CAPTURE(std::string(c.reference));
    CHECK(decode_entity(c.reference) == c.text);
  }
  for (const std::string_view no : {"&rarrw;", "&", "&;", "&#;", "&#x;", "&#12a;", "&#-1;", "&AMP ", "amp;", "&#x 1;"})
    CHECK_FALSE(decode_entity(no).has_value());
}
