#include "lessons/anchor.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

TEST_CASE("a slug keeps letters, digits, marks, hyphens and underscores") {
  struct Case {
    std::string_view text, slug;
  };
  for (const Case& c : {Case{"Phase 1: Set up", "phase-1-set-up"}, Case{"a_b-c", "a_b-c"}, Case{"  Trim me ", "trim-me"},
                        Case{"A & B", "a--b"}, Case{"What's new?", "whats-new"},
                        Case{"\xC3\x9C"
                             "ber \xC3\x89t\xC3\xA9",
                             "\xC3\xBC"
                             "ber-\xC3\xA9t\xC3\xA9"},
                        Case{"\xCE\xA9\xD0\x96", "\xCF\x89\xD0\xB6"},
                        Case{"a\xE2\x80\x94"
                             "b \xE2\x86\x92 c \xC3\x97",
                             "ab--c-"},
                        Case{"\xF0\x9F\x98\x80 smile", "-smile"}, Case{"\xE4\xB8\xAD\xE6\x96\x87", "\xE4\xB8\xAD\xE6\x96\x87"},
                        Case{"\xE2\x80\xAE\xE2\x80\x8Bx", "x"}, Case{"", "section"}, Case{"!?", "section"}, Case{"<b>\"&", "b"}}) {
    CAPTURE(std::string(c.text));
    CHECK(tt::lessons::slug(c.text) == c.slug);
  }
}

TEST_CASE("anchors never repeat, whatever the headings are called") {
  tt::lessons::Anchors anchors;
  std::set<std::string> seen;
  for (const char* text : {"a", "a", "a 1", "a", "a-1", "a-1", "a-1-1", "a", "A"}) {
    const std::string anchor = anchors.next(text);
    CAPTURE(anchor);
    CHECK(seen.insert(anchor).second);
  }
  tt::lessons::Anchors fresh;
  CHECK(fresh.next("x") == "x");
  CHECK(fresh.next("x") == "x-1");
  CHECK(fresh.next("x") == "x-2");
}
