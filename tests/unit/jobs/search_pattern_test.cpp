#include "jobs/search_pattern.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

using tt::jobs::SearchPattern;
using tt::jobs::Span;

namespace {

struct Case {
  std::string name, pattern, text;
  bool regex = false, case_sensitive = false;
  std::optional<Span> found{};
  std::size_t from = 0;
};

}  // namespace

TEST_CASE("a text or an expression is found where it first stands") {
  const Case cases[] = {
      {"at the beginning", "abc", "abcabc", false, false, Span{0, 3}},
      {"from an offset", "abc", "abcabc", false, false, Span{3, 6}, 1},
      {"at the end", "xyz", "abcxyz", false, false, Span{3, 6}},
      {"not there", "abd", "abcabc"},
      {"longer than the text", "abcd", "abc"},
      {"one letter", "b", "abc", false, false, Span{1, 2}},
      {"case ignored", "ErRoR", "an eRRor", false, false, Span{3, 8}},
      {"case counts", "Error", "error Error", false, true, Span{6, 11}},
      {"signs have no case", "[A]@", "{a}` [a]@", false, false, Span{5, 9}},
      {"case beyond ASCII", "größe", "die GRÖSSE, die GRÖßE", false, false, Span{17, 24}},
      {"beyond ASCII with case", "größe", "GRÖßE größe", false, true, Span{8, 15}},
      {"a dot is a dot", "a.c", "abc a.c", false, false, Span{4, 7}},
      {"an expression", "e[r]{2}\\w+", "an ERROR here", true, false, Span{3, 8}},
      {"an expression that is a text", "here", "an error HERE", true, false, Span{9, 13}},
      {"an expression with case", "E\\w+", "error ERROR", true, true, Span{6, 11}},
      {"the beginning of a line", "^b.*$", "a b\nbc\nd", true, false, Span{4, 6}},
      {"never over a line end", "a\\sb", "a\nb a b", true, false, Span{4, 7}},
      {"nor by a class", "a[^x]b", "a\nb acb", true, false, Span{4, 7}},
      {"nor by a dot that takes all", "(?s)a.b", "a\nb acb", true, false, Span{4, 7}},
      {"an empty match", "q*", "abc", true, false, Span{0, 0}},
      {"among bytes that are no text", "ok", std::string("\xff\x00\xfeOK", 5), false, false, Span{3, 5}},
      {"an expression among them", "o[k]", std::string("\xff\x00\xfeOK", 5), true, false, Span{3, 5}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const auto pattern = SearchPattern::compile(c.pattern, c.regex, c.case_sensitive);
    REQUIRE(pattern.has_value());
    CHECK(pattern->find(c.text, c.from) == c.found);
  }
}

TEST_CASE("what can't be looked for is refused") {
  const auto kind = [](std::string_view text, bool regex) { return SearchPattern::compile(text, regex, false).error().kind; };
  CHECK(kind("", false) == tt::ErrorKind::kInvalidArgument);
  CHECK(kind("a\nb", false) == tt::ErrorKind::kInvalidArgument);
  CHECK(kind(std::string(1001, 'a'), false) == tt::ErrorKind::kInvalidArgument);
  CHECK(kind("(", true) == tt::ErrorKind::kInvalidArgument);
  CHECK(kind("(?<x", true) == tt::ErrorKind::kInvalidArgument);
  CHECK(SearchPattern::compile("(", true, false).error().message.find("missing") != std::string::npos);
  CHECK(SearchPattern::compile(std::string(1000, 'a'), false, false).has_value());
}

TEST_CASE("a text is found at every place in a block, as a plain search finds it") {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    std::string text(random() % 400, ' ');
    for (char& c : text) c = "aAbB.\n"[random() % 6];
    std::string needle(1 + random() % 4, ' ');
    for (char& c : needle) c = "aAbB."[random() % 5];
    const bool case_sensitive = random() % 2 == 0;
    CAPTURE(text);
    CAPTURE(needle);
    std::string in = text, look = needle;
    if (!case_sensitive) {
      for (std::string* s : {&in, &look})
        std::ranges::transform(*s, s->begin(), [](char c) { return c == 'A' ? 'a' : c == 'B' ? 'b' : c; });
    }
    const auto pattern = SearchPattern::compile(needle, false, case_sensitive);
    for (std::size_t from = 0; from <= text.size(); ++from) {
      const std::size_t at = in.find(look, from);
      const std::optional<Span> wanted = at == std::string::npos ? std::nullopt : std::optional(Span{at, at + look.size()});
      REQUIRE(pattern->find(text, from) == wanted);
    }
  }
}

TEST_CASE("an expression that would take other engines for ever takes this one no time") {
  const auto pattern = SearchPattern::compile("(a*)*b$", true, false);
  CHECK_FALSE(pattern->find(std::string(1'000'000, 'a'), 0).has_value());
}
