#include "jobs/log_filter.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "terminal_safety.hpp"

using tt::jobs::clean_prefix;
using tt::jobs::filter_log;
using tt::jobs::Filtered;
using tt::test::is_safe;

namespace {

struct Case {
  std::string_view name;
  std::string input;
  std::string output;
};

// A mix of everything that matters to the filter, and of pieces of it.
std::string random_mix(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {"plain text ",
                                                   "\n",
                                                   "\r\n",
                                                   "\t",
                                                   "\b",
                                                   "\a",
                                                   "\x1b",
                                                   "\x1b[",
                                                   "31",
                                                   ";",
                                                   "m",
                                                   "K",
                                                   "0",
                                                   "2",
                                                   "J",
                                                   "H",
                                                   "?",
                                                   "25",
                                                   "l",
                                                   ":",
                                                   " ",
                                                   "\x1b[1;31m",
                                                   "\x1b[0m",
                                                   "\x1b]",
                                                   "8;;",
                                                   "https://a.example/x",
                                                   "http://a.example",
                                                   "\x1b\\",
                                                   "52;c;AAAA",
                                                   "\x1bP",
                                                   "\x1b_",
                                                   "\x1b^",
                                                   "\x1bX",
                                                   "\xC2\x9B",
                                                   "\xC2\x9D",
                                                   "\xC2\x9C",
                                                   "\xC2\x90",
                                                   "\xC2",
                                                   "\x9B",
                                                   "\xE2\x96\x88",
                                                   "\xE2\x96",
                                                   "\xF0\x9F\x98\x80",
                                                   "\xF0\x9F",
                                                   "\xFF",
                                                   "\xC3\xA9",
                                                   "\x18",
                                                   "\x1a",
                                                   "\x1b(B",
                                                   "\x1b"
                                                   "7",
                                                   "\x1b"
                                                   "c",
                                                   std::string(1, '\0'),
                                                   "\x7f",
                                                   std::string(300, 'x'),
                                                   "\x1b]0;title\a",
                                                   "\x1b]8;id=1;https://b.example/\x1b\\"};
  std::string mix;
  const std::size_t count = 1 + random() % 24;
  for (std::size_t i = 0; i < count; ++i) mix += kPieces[random() % kPieces.size()];
  return mix;
}

std::string filter_in_chunks(std::string_view whole, std::mt19937& random) {
  std::string out;
  std::size_t begin = 0;
  std::size_t end = 0;
  while (end < whole.size()) {
    end = std::min(whole.size(), end + 1 + random() % 7);
    const Filtered part = filter_log(whole.substr(begin, end - begin), end == whole.size());
    out += part.text;
    begin += part.consumed;
  }
  return out;
}

}  // namespace

TEST_CASE("the filter passes colour, cursor and text, and nothing else") {
  const std::string fffd = "\xEF\xBF\xBD";
  const std::string close = "\x1b]8;;\x1b\\";
  const std::vector<Case> cases = {
      {"text", "PCC: 0.99\r\n\ta\bb", "PCC: 0.99\r\n\ta\bb"},
      {"colours", "\x1b[1;31mred\x1b[0m \x1b[38:2::1:2:3mx\x1b[m", "\x1b[1;31mred\x1b[0m \x1b[38:2::1:2:3mx\x1b[m"},
      {"erase in line", "\x1b[K\x1b[1K\x1b[2K", "\x1b[K\x1b[1K\x1b[2K"},
      {"erase below", "\x1b[J\x1b[0J", "\x1b[J\x1b[0J"},
      {"erase of screen and scrollback", "a\x1b[2J\x1b[3J\x1b[1Jb", "ab"},
      {"cursor moves", "\x1b[A\x1b[2B\x1b[3C\x1b[4D\x1b[E\x1b[F\x1b[5G\x1b[1;1H",
       "\x1b[A\x1b[2B\x1b[3C\x1b[4D\x1b[E\x1b[F\x1b[5G\x1b[1;1H"},
      {"private modes", "a\x1b[?25l\x1b[?1049hb\x1b[>4;1mc\x1b[?2004h", "abc"},
      {"reports that would type", "a\x1b[6n\x1b[c\x1b[>c\x1b[5nb", "ab"},
      {"window operations", "a\x1b[21t\x1b[8;1;1tb", "ab"},
      {"intermediate bytes", "a\x1b[!p\x1b[1 qb", "ab"},
      {"colons outside of colours", "a\x1b[1:2Hb", "ab"},
      {"a title", "a\x1b]0;title\ab\x1b]2;title\x1b\\c", "abc"},
      {"the clipboard", "a\x1b]52;c;aGVsbG8=\ab", "ab"},
      {"a link to https", "\x1b]8;;https://a.example/\x1b\\text\x1b]8;;\x1b\\",
       "\x1b]8;;https://a.example/\x1b\\text\x1b]8;;\x1b\\"},
      {"a link ended by BEL", "\x1b]8;id=7;https://a.example/\atext\x1b]8;;\a", "\x1b]8;id=7;https://a.example/\x1b\\text" + close},
      {"a link to elsewhere", "\x1b]8;;command:x\atext\x1b]8;;\a", close + "text" + close},
      {"a link to a file", "\x1b]8;;file:///etc/passwd\x1b\\text\x1b]8;;\x1b\\", close + "text" + close},
      {"a link with a control character", "\x1b]8;;https://a\nb\atext", close + "text"},
      {"DCS", "a\x1bPq#0;2;0\x1b\\b", "ab"},
      {"APC, PM and SOS", "a\x1b_x\x1b\\b\x1b^x\x1b\\c\x1bXx\x1b\\d", "abcd"},
      {"BEL inside DCS doesn't end it", "a\x1bPx\ay\x1b\\b", "ab"},
      {"CAN cuts a string off",
       "a\x1b]0;x\x18"
       "b",
       "ab"},
      {"an escape sequence cuts a string off", "a\x1b]0;x\x1b[1mb", "a\x1b[1mb"},
      {"a control character cuts a sequence off", "a\x1b[3\n1mb", "a\n1mb"},
      {"reset and other two-byte functions",
       "a\x1b"
       "c\x1b"
       "7\x1b"
       "8\x1b=b\x1bM",
       "ab"},
      {"character sets", "a\x1b(0\x1b)B\x1b%Gb", "ab"},
      {"other control characters", std::string("a\0\a\x0b\x0c\x0e\x0f\x7f", 8) + "b", "ab"},
      {"C1 as UTF-8, colour",
       "a\xC2\x9B"
       "31mb",
       "a\x1b[31mb"},
      {"C1 as UTF-8, private mode", "a\xC2\x9B?1049hb", "ab"},
      {"C1 as UTF-8, title",
       "a\xC2\x9D"
       "0;x\xC2\x9C"
       "b",
       "ab"},
      {"C1 as UTF-8, others",
       "a\xC2\x85\xC2\x84"
       "b",
       "ab"},
      {"C1 as single bytes",
       "a\x9B"
       "31mb",
       "a" + fffd + "31mb"},
      {"characters", "\xC3\xA9 \xE2\x96\x88 \xF0\x9F\x98\x80 \xC2\xA0", "\xC3\xA9 \xE2\x96\x88 \xF0\x9F\x98\x80 \xC2\xA0"},
      {"ill-formed UTF-8",
       "a\xFF\xE2\x96"
       "b\xC0\x80",
       "a" + fffd + fffd + "b" + fffd + fffd},
      {"a surrogate", "\xED\xA0\x80", fffd + fffd + fffd},
      {"an unfinished sequence at the end", "a\x1b[31", "a"},
      {"an unfinished character at the end", "a\xE2\x96", "a" + fffd},
      {"ESC at the end", "a\x1b", "a"},
      {"ESC before a character", "a\x1b\xC3\xA9", "a\xC3\xA9"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Filtered out = filter_log(c.input, true);
    CHECK(out.text == c.output);
    CHECK(out.consumed == c.input.size());
    CHECK(is_safe(out.text));
    const std::size_t clean = clean_prefix(c.input, true);
    CHECK(filter_log(std::string_view(c.input).substr(0, clean), true).text == c.input.substr(0, clean));
    CHECK((clean == c.input.size()) == (c.input == c.output));
  }
}

TEST_CASE("a chunk is cut before what isn't complete yet") {
  const std::vector<std::pair<std::string, std::size_t>> cases = {
      {"ab\x1b", 2},         {"ab\x1b[3", 2},   {"ab\x1b]8;;https://a", 2},
      {"ab\x1b]0;x\x1b", 2}, {"ab\xE2\x96", 2}, {"ab\xC2", 2},
      {"ab\xF0\x9F\x98", 2}, {"ab\x1b(", 2},    {"\x1b", 0}};
  for (const auto& [input, consumed] : cases) {
    CAPTURE(input);
    CHECK(filter_log(input, false).consumed == consumed);
    CHECK(clean_prefix(input, false) == consumed);
  }
}

TEST_CASE("a sequence without an end is given up after 4096 bytes, so a reader always gets on") {
  for (const std::string start : {"\x1b[", "\x1b]0;", "\x1bP", "\x1b(", "\xC2\x9B", "\x1b]8;;https://"}) {
    for (const char fill : {'1', ' ', 'x', '\xC2'}) {
      CAPTURE(start);
      std::string input = start;
      input.resize(tt::jobs::kShortestChunk, fill);
      CHECK(filter_log(input, false).consumed > 0);
    }
  }
  std::string endless = "\x1b]0;" + std::string(5000, 'x');
  CHECK(filter_log(endless, false).text == std::string(5004 - tt::jobs::kLongestSequence, 'x'));
}

TEST_CASE("the output is safe, doesn't depend on how the input was cut, and filtering it again changes nothing") {
  std::mt19937 random(20240607);
  for (int i = 0; i < 20000; ++i) {
    const std::string input = random_mix(random);
    const Filtered whole = filter_log(input, true);
    REQUIRE(whole.consumed == input.size());
    REQUIRE(is_safe(whole.text));
    REQUIRE(tt::utf8::is_valid(whole.text));
    REQUIRE(filter_log(whole.text, true).text == whole.text);
    REQUIRE(clean_prefix(whole.text, true) == whole.text.size());
    REQUIRE(filter_in_chunks(input, random) == whole.text);
    const std::size_t clean = clean_prefix(input, false);
    REQUIRE(filter_log(std::string_view(input).substr(0, clean), true).text == input.substr(0, clean));
  }
}

TEST_CASE("plain text has no escape sequence, and is what the filter shows without them") {
  using tt::jobs::plain_log;
  CHECK(plain_log("\x1b[1mbold\x1b[0m a\bb \x1b]8;;https://a.example\x1b\\link\x1b]8;;\x1b\\ \xC2\x9B"
                  "31mred\r\n",
                  true)
            .text == "bold ab link red\r\n");
  CHECK(plain_log("ab\x1b[3", false).consumed == 2);
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    const std::string input = random_mix(random);
    const std::string plain = plain_log(input, true).text;
    REQUIRE(plain.find_first_of("\x1b\b") == std::string::npos);
    REQUIRE(plain_log(filter_log(input, true).text, true).text == plain);
    REQUIRE(plain_log(plain, true).text == plain);
    std::string pieces;
    std::size_t at = 0;
    while (at < input.size()) {
      const std::size_t size = std::min(input.size() - at, tt::jobs::kShortestChunk + random() % 50);
      const Filtered part = plain_log(std::string_view(input).substr(at, size), at + size == input.size());
      REQUIRE(part.consumed > 0);
      pieces += part.text;
      at += part.consumed;
    }
    REQUIRE(pieces == plain);
  }
}
