#include "lessons/web_address.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

TEST_CASE("an address ends where prose goes on") {
  struct Case {
    std::string_view text, address;  // empty: none
  };
  for (const Case& c :
       {Case{"https://a.b", "https://a.b"}, Case{"x https://a.b/c, y", "https://a.b/c"}, Case{"(https://a.b)", "https://a.b"},
        Case{"https://a.b/(c)", "https://a.b/(c)"}, Case{"https://a.b/c_.", "https://a.b/c"}, Case{"https://a.b<c", "https://a.b"},
        Case{"xhttps://a.b", ""}, Case{"https://", ""}, Case{"https:// a", ""}, Case{"http://a.b", ""},
        Case{"https://-a https://b.c", "https://b.c"}, Case{"\"https://a.b\"", "https://a.b"}, Case{"", ""},
        Case{"https://a))))", "https://a"}}) {
    CAPTURE(std::string(c.text));
    const auto found = tt::lessons::find_web_address(c.text);
    CHECK((found ? c.text.substr(found->first, found->second) : "") == c.address);
  }
}
