#include "lessons/lesson.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "lessons/cost.hpp"

using tt::lessons::parse_lesson;

namespace {

std::size_t count(const tt::lessons::Lesson& lesson, std::string_view rule) {
  return static_cast<std::size_t>(std::ranges::count(lesson.problems, rule, &tt::lessons::Problem::rule));
}

std::string repeated(std::string_view unit, std::size_t size) {
  std::string out;
  while (out.size() < size) out += unit;
  out.resize(size);
  return out;
}

}  // namespace

TEST_CASE("a lesson is its front matter and its body") {
  const auto lesson = parse_lesson("folder/file.md", "---\nid: first\ntitle: The first\n---\n# Head\n\ntext\n");
  REQUIRE(lesson.has_value());
  CHECK(lesson->front_matter.id == "first");
  CHECK(lesson->front_matter.title == "The first");
  CHECK(lesson->html == "<h1 id=\"head\">Head</h1>\n<p>text</p>\n");
  CHECK(lesson->headings.front().line == 5);
  CHECK(lesson->problems.empty());
}

TEST_CASE("without usable front matter the lesson still shows, under its file's name") {
  for (const char* text :
       {"# Head\n", "---\nid: [\n---\n# Head\n", "---\n- a\n---\n# Head\n", "---\n---\n# Head\n", "---\nid: &a x\n---\n# Head\n"}) {
    CAPTURE(text);
    const auto lesson = parse_lesson("folder/file.md", text);
    REQUIRE(lesson.has_value());
    CHECK(lesson->front_matter.id == "file");
    CHECK(lesson->front_matter.title == "Head");
    CHECK(lesson->html.contains("Head</h1>"));
    CHECK(count(*lesson, "front-matter-missing") + count(*lesson, "front-matter-malformed") > 0);
  }
}

TEST_CASE("front matter that isn't closed is shown rather than swallowed") {
  const auto lesson = parse_lesson("file.md", "---\nid: x\n\n# Head\n");
  REQUIRE(lesson.has_value());
  CHECK(lesson->html.contains("Head</h1>"));
  CHECK(count(*lesson, "front-matter-malformed") == 1);
}

TEST_CASE("the revision is a function of the text") {
  const auto revision = [](std::string_view text) { return parse_lesson("a.md", text)->revision; };
  CHECK(revision("a") == revision("a"));
  CHECK(revision("a") != revision("b"));
  CHECK(revision("").size() == 16);
  CHECK(parse_lesson("b.md", "a")->revision == revision("a"));
}

TEST_CASE("bytes that aren't text are mended and reported") {
  for (const std::string& text : {std::string("a\xFF") + "b", std::string("a\0b", 3)}) {
    const auto lesson = parse_lesson("a.md", text);
    REQUIRE(lesson.has_value());
    CHECK(lesson->html ==
          "<p>a\xEF\xBF\xBD"
          "b</p>\n");
    CHECK(count(*lesson, "bad-utf8") == 1);
  }
  CHECK(parse_lesson("a.md", "\xEF\xBB\xBF---\nid: x\ntitle: y\n---\nz")->front_matter.id == "x");
}

TEST_CASE("a lesson over a megabyte is refused") {
  const auto lesson = parse_lesson("a.md", std::string(tt::lessons::kLessonLimit + 1, 'a'));
  REQUIRE_FALSE(lesson.has_value());
  CHECK(lesson.error().kind == tt::ErrorKind::kTooLarge);
  CHECK(lesson.error().message.contains("1048576"));
  CHECK(parse_lesson("a.md", std::string(tt::lessons::kLessonLimit, 'a')).has_value());
}

// The goal is 200 ms of CPU time; slow machines get room, and so does a sanitizer.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr double kMostMs = 20000;
#else
constexpr double kMostMs = 2000;
#endif

TEST_CASE("a megabyte of anything is shown or refused by name, and soon") {
  constexpr std::size_t size = tt::lessons::kLessonLimit;
  std::vector<std::pair<std::string, std::string>> inputs;
  for (const char* unit : {"[",
                           "![",
                           "(",
                           "*",
                           "_",
                           "`",
                           "<",
                           ">",
                           "|",
                           "~",
                           "~~a ",
                           "&",
                           "\\",
                           "]",
                           "\n",
                           "\n> ",
                           "> ",
                           "- ",
                           "1. ",
                           "* - + ",
                           "# \n",
                           "a|",
                           "[](",
                           "[a](\n",
                           "[\n](",
                           "[a]\n",
                           "[a](b '\n",
                           "[a]: b\n",
                           "![a](b.png) ",
                           "https://a.b ",
                           "https://",
                           "https://-",
                           "_www.",
                           "www.a_",
                           "a@",
                           "http://a.b_ ",
                           "<b>",
                           "<b a='",
                           "<div>\n",
                           "<!--",
                           "<!-- --> ",
                           "a <!--\n",
                           "</b>",
                           "<details>\n",
                           "&#1;",
                           "&amp; ",
                           "```\n",
                           "~~~ a\n",
                           "a`b``",
                           "a**b",
                           "*a_b",
                           "- a\n",
                           "\\\\~~",
                           "[a](command:tenstorrent.x?%22) ",
                           "| a | b |\n",
                           "\t",
                           "    a\n",
                           "\xC3\xA9*",
                           "a\r"}) {
    inputs.emplace_back(unit, repeated(unit, size));
  }
  inputs.emplace_back("brackets nested", std::string(size / 2, '[') + std::string(size / 2, ']'));
  inputs.emplace_back("brackets over lines", repeated("\n[", size / 2) + repeated("]", size / 2));
  inputs.emplace_back("long definition used often", "[a]: " + std::string(size / 2, 'u') + "\n\n" + repeated("[a] ", size / 2 - 7));
  inputs.emplace_back("deep list, then blank lines", repeated("- ", size / 2) + repeated("\n", size / 2));
  inputs.emplace_back("wide table, short rows",
                      "|" + repeated("a|", 400) + "\n|" + repeated("---|", 800) + "\n" + repeated("a|\n", size - 1300));
  inputs.emplace_back("very wide table",
                      "|" + repeated("a|", 60000) + "\n|" + repeated("---|", 120000) + "\n" + repeated("a|\n", size / 2));
  std::string indented;
  for (std::size_t depth = 0; indented.size() < size / 2; ++depth) indented += std::string(2 * depth, ' ') + "- a\n";
  inputs.emplace_back("list nested by indentation", indented + repeated("\n", size / 4));

  double worst = 0;
  std::string worst_name;
  for (const auto& [name, text] : inputs) {
    CAPTURE(name);
    const auto start = std::clock();
    const auto lesson = parse_lesson("a.md", std::string_view(text).substr(0, size));
    const double ms = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    if (ms > worst) worst = ms, worst_name = name;
    if (lesson.has_value()) {
      CHECK(lesson->html.size() <= tt::lessons::kHtmlLimit);
    } else {
      CHECK(lesson.error().kind == tt::ErrorKind::kTooLarge);
      CHECK_FALSE(lesson.error().remedy.empty());
    }
    CHECK(ms < kMostMs);
  }
  MESSAGE("slowest: ", worst, " ms of CPU time for ", worst_name);
}

TEST_CASE("a message that quotes a long target cuts no character") {
  for (std::size_t blanks = 0; blanks < 4; ++blanks) {
    std::string target = "/" + std::string(blanks, 'a');
    for (int i = 0; i < 60; ++i) target += "\xE2\x82\xAC";
    for (const std::string& text : {"[x](<" + target + "\x01.md>)", "![x](<" + target + ">)"}) {
      const auto lesson = tt::lessons::parse_lesson("a.md", "---\nid: a\ntitle: a\n---\n\n" + text + "\n");
      REQUIRE(lesson.has_value());
      REQUIRE(lesson->problems.size() == 1);
      CHECK(tt::utf8::is_valid(lesson->problems[0].message));
    }
  }
}

TEST_CASE("nothing is read beyond a text's last byte") {
  // Under AddressSanitizer: the bytes are a block of their own, without a NUL behind them.
  for (const std::string& text : {std::string("<A>?<?A>?\x18\n1<A>?<A>??\n1"), std::string("<?\n1"), std::string("<!--\n-"),
                                  std::string("<![CDATA[\n]"), std::string("<!A\n1"), std::string("<pre>\n</pr")}) {
    const std::vector<char> exact(text.begin(), text.end());
    CHECK(parse_lesson("a.md", std::string_view(exact.data(), exact.size())).has_value());
  }
}

TEST_CASE("links, pictures and steps know where they stand in the file") {
  const std::string body =
      "[a](command:tenstorrent.x?[1]) [b](#here)\n\n![c](i.png)\n\n```bash step=s1 step=s2\nx\n```\n[d](http://e)\n[f](#a&amp;b)\n";
  for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
    const std::string text = mark + "---\nid: a\ntitle: t\n---\n" + body;
    const auto lesson = tt::lessons::parse_lesson("a.md", text);
    REQUIRE(lesson.has_value());
    const auto written = [&](tt::lessons::TextSpan span) { return text.substr(span.begin, span.end - span.begin); };
    CHECK(written(lesson->links.at(0).span) == "command:tenstorrent.x?[1]");
    CHECK(written(lesson->anchor_links.at(0).span) == "#here");
    CHECK(written(lesson->images.at(0).span) == "i.png");
    CHECK(written(lesson->blocks.at(0).step_span) == lesson->blocks.at(0).step);
    CHECK(lesson->anchor_links.at(1).span.empty());  // a character reference isn't the file's own text
    REQUIRE_FALSE(lesson->problems.empty());
    CHECK(written(lesson->problems.at(0).span) == "http://e");
  }
}

TEST_CASE("a text that had to be mended has no places") {
  const auto lesson = tt::lessons::parse_lesson("a.md", std::string("---\nid: a\ntitle: t\n---\n\xFF [b](#here)\n"));
  REQUIRE(lesson.has_value());
  CHECK(lesson->anchor_links.at(0).span.empty());
}
