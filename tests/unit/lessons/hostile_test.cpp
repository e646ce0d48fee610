// Lessons written to break out of the page. The corpus holds one attempt a line; \n and \xHH in it are line ends and bytes.
#include <doctest/doctest.h>

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "lessons/lesson.hpp"
#include "scanner.hpp"

using tt::lessons::Lesson;
using tt::lessons::parse_lesson;
using tt::lessons::testing::offence;

namespace {

std::string unescaped(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    int byte = 0;
    if (line.substr(i, 2) == "\\n") {
      out += '\n';
      ++i;
    } else if (const auto hex = line.substr(std::min(i + 2, line.size()), 2);
               line.substr(i, 2) == "\\x" && std::from_chars(hex.data(), hex.data() + hex.size(), byte, 16).ptr == hex.data() + 2) {
      out += static_cast<char>(byte);
      i += 3;
    } else {
      out += line[i];
    }
  }
  return out;
}

std::vector<std::string> corpus(const char* file) {
  const auto text = tt::read_file(std::string(TT_TEST_DATA "/hostile/") + file, 1 << 20);
  REQUIRE(text.has_value());
  std::vector<std::string> lines;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    lines.push_back(unescaped(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

void check_safe(const Lesson& lesson) {
  CHECK(offence(lesson.html) == "");
  for (const auto& link : lesson.links) CHECK(link.command.starts_with("tenstorrent."));
  for (const auto& image : lesson.images) {
    CHECK_FALSE(image.path.starts_with('/'));
    CHECK_FALSE(("/" + image.path + "/").contains("/../"));
  }
}

}  // namespace

TEST_CASE("the corpus is large enough to mean something") { CHECK(corpus("html.txt").size() + corpus("links.txt").size() >= 500); }

TEST_CASE("no attempt of the corpus leaves the allow-list") {
  for (const char* file : {"html.txt", "links.txt"}) {
    std::string all;
    for (const std::string& attempt : corpus(file)) {
      CAPTURE(attempt);
      // As a paragraph, in a list, a quote, a cell, a heading, a label, behind an open element, and on one page with the others.
      for (const std::string& text : {attempt, "- " + attempt, "> " + attempt, "|a|\n|-|\n|" + attempt + "|", "# " + attempt,
                                      "[" + attempt + "](https://a.b)", "<details>\n<b>" + attempt, "**" + attempt + "**"}) {
        CAPTURE(text);
        const auto lesson = parse_lesson("folder/hostile.md", text);
        REQUIRE(lesson.has_value());
        check_safe(*lesson);
      }
      all += attempt + "\n\n";
    }
    const auto lesson = parse_lesson("folder/hostile.md", all);
    REQUIRE(lesson.has_value());
    check_safe(*lesson);
  }
}

TEST_CASE("links that aren't allowed become text and a problem") {
  for (const char* target : {"javascript:alert(1)",
                             "JAVASCRIPT:alert(1)",
                             "javascript&#58;alert(1)",
                             "javascript&colon;alert(1)",
                             "http://a.b",
                             "data:text/html,x",
                             "file:///etc/passwd",
                             "vscode://x",
                             "//a.b",
                             "command:workbench.action.quit",
                             "Command:tenstorrent.x",
                             "command:tenstorrent.",
                             "mailto:a@b.c",
                             "../secret.md",
                             "/../secret.md",
                             "%2e%2e/secret.md",
                             "https://good@evil.example",
                             "https:evil.example",
                             "a.html",
                             "#"}) {
    CAPTURE(target);
    const auto lesson = parse_lesson("a.md", "x [label](" + std::string(target) + ") y");
    REQUIRE(lesson.has_value());
    CHECK(lesson->html == "<p>x label y</p>\n");
    CHECK(lesson->links.empty());
    CHECK(std::ranges::count(lesson->problems, "bad-link", &tt::lessons::Problem::rule) == 1);
  }
}

TEST_CASE("the scanner finds what it is there to find") {
  for (const char* html : {"<script>x</script>", "<p onclick=\"x\">y</p>", "<a href=\"javascript:x\">y</a>",
                           "<a href=\"http://a\">y</a>", "<img src=\"x\">", "<p>x", "<p>x</b>", "<b><i>x</b></i>", "a < b", "a & b",
                           "a > b", "<p style=\"x\">y</p>", "<img data-path=\"../a.png\">",
                           "<a href=\"https://a\" target=\"x\">y</a>", "<svg></svg>", "<a href='https://a'>x</a>", "</p>"}) {
    CAPTURE(html);
    CHECK(offence(html) != "");
  }
  CHECK(offence("<p>a &amp; <a href=\"https://a.b\" rel=\"noopener noreferrer\">c</a></p>") == "");
}
