#include "lessons/web_address.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

TEST_CASE("an address ends where prose goes on") {
  struct Case {
    std::string_view text, address;  // empty: none
  };
  for (const Case& c : {Case{"https://a.b", "https://a.b"},
                        Case{"x https://a.b/c, y", "https://a.b/c"},
                        Case{"(https://a.b)", "https://a.b"},
                        Case{"https://a.b/(c)", "https://a.b/(c)"},
                        Case{"https://a.b/c_.", "https://a.b/c"},
                        Case{"https://a.b<c", "https://a.b"},
                        Case{"xhttps://a.b", ""},
                        Case{"https://", ""},
                        Case{"https:// a", ""},
                        Case{"http://a.b", "http://a.b"},
                        Case{"see www.a.b/c.", "www.a.b/c"},
                        Case{"xwww.a.b", ""},
                        Case{"www.a_b.c", ""},
                        Case{"www.a", "www.a"},
                        Case{"a+b@c.d.", "a+b@c.d"},
                        Case{"a@b", ""},
                        Case{"a@b.c_", ""},
                        Case{"@b.c", ""},
                        Case{"a@@b.c", ""},
                        Case{"_www._www._c", ""},
                        Case{"mailto:a@b.c", "mailto:a@b.c"},
                        Case{"xmpp:a@b.c/d/e", "xmpp:a@b.c/d"},
                        Case{"https://-a https://b.c", "https://b.c"},
                        Case{"\"https://a.b\"", "https://a.b"},
                        Case{"", ""},
                        Case{"https://a))))", "https://a"}}) {
    CAPTURE(std::string(c.text));
    const auto found = tt::lessons::find_address(c.text);
    CHECK((found ? c.text.substr(found->begin, found->length) : "") == c.address);
  }
}
