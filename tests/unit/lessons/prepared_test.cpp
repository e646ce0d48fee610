#include "lessons/prepared.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "lessons/lesson.hpp"

using tt::lessons::parse_lesson;
using tt::lessons::Prepared;

TEST_CASE("only what md4c reads otherwise is changed") {
  struct Case {
    std::string_view body, text;
  };
  for (const Case& c : {
           Case{"a|b\n-|-\nc|d", "a|b\n---|---\nc|d"},
           Case{"| a |\n|:-|\n", "| a |\n|:--|\n"},
           Case{"> |a|b|\n> |-|:-:|", "> |a|b|\n> |---|:-:|"},
           Case{"|a|b|\n|---|---|", "|a|b|\n|---|---|"},
           Case{"|a|b|\n|---|", "|a|b|\n|--x|"},
           Case{"|a\\|b|\n|-|", "|a\\|b|\n|---|"},
           Case{"||b|\n|---|---|\n|||\n|c\\|||\n\n||", "| |b|\n|---|---|\n| | |\n|c\\|| |\n\n||"},
           Case{"a\n|-|", "a\n|-|"},
           Case{"|-|\n|-|", "|-|\n|-|"},
           Case{"*\xE2\x82\xAC*a", "*\xE2\x80\x96*a"},  // a euro
           Case{"\xE2\x82\xAC 5 * 6", "\xE2\x82\xAC 5 * 6"},
           Case{"*\xC3\xA9*", "*\xC3\xA9*"},
           Case{"", ""},
       }) {
    CAPTURE(std::string(c.body));
    const Prepared prepared(c.body);
    CHECK(prepared.text() == c.text);
    CHECK(prepared.original(prepared.text()) == c.body);
  }
}

TEST_CASE("a symbol's stand-in is none of the body's own characters and is taken back") {
  const std::string body = "\xE2\x80\x96 *\xE2\x82\xAC* _\xF0\x9F\x98\x80_ **\xC2\xA3**";
  const Prepared prepared(body);
  CHECK(prepared.text().size() == body.size());
  CHECK(prepared.restored(prepared.text()) == body);
  CHECK(prepared.original(prepared.text().substr(4)) == std::string_view(body).substr(4));
}

TEST_CASE("whatever was changed for md4c, the page shows the body's own characters") {
  std::mt19937 random(20261124);  // NOLINT: the same cases every time
  const std::string_view pieces[] = {"|",        "-", "|-|-|\n", "|a|b|\n", "*", "_", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
                                     "\xC2\xA3", " ", "\n",      "> ",      "a", ":"};
  for (int round = 0; round < 3000; ++round) {
    std::string body;
    for (unsigned n = random() % 30; n > 0; --n) body += pieces[random() % std::size(pieces)];
    CAPTURE(body);
    const Prepared prepared(body);
    CHECK(prepared.original(prepared.text()) == body);
    const auto lesson = parse_lesson("a.md", body);
    REQUIRE(lesson.has_value());
    std::string symbols, shown;
    for (unsigned char c : body) symbols += c >= 0x80 ? std::string(1, static_cast<char>(c)) : "";
    for (unsigned char c : lesson->html) shown += c >= 0x80 ? std::string(1, static_cast<char>(c)) : "";
    // A cell beyond the header's is dropped by the format; nothing is ever shown that wasn't written.
    if (!body.contains('|')) CHECK(shown == symbols);
    CHECK_FALSE(shown.contains("\xE2\x80\x96"));
  }
}
