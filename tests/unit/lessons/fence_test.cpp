#include "lessons/fence.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "lessons/entity.hpp"
#include "lessons/html_writer.hpp"
#include "lessons/lesson.hpp"

using tt::lessons::parse_lesson;

namespace {

std::string block_of(const std::string& markdown) {
  const auto lesson = parse_lesson("a.md", markdown);
  REQUIRE(lesson.has_value());
  REQUIRE(lesson->blocks.size() == 1);
  return lesson->blocks.front().text;
}

// Every line of `code`, line ends kept, behind a prefix.
std::string prefixed(const std::string& prefix, const std::string& code) {
  std::string out;
  bool at_start = true;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (at_start) out += prefix;
    out += code[i];
    at_start = code[i] == '\n' || (code[i] == '\r' && (i + 1 == code.size() || code[i + 1] != '\n'));
  }
  return out;
}

// What has a meaning in Markdown, in any order. Ends with a line end.
std::string random_markup(std::mt19937& random) {
  constexpr auto pieces = std::to_array<std::string_view>({"a", "\t",       " ",   "  ", "\n",     "\r\n",  "<",          "&",
                                                           ">", "- ",       "> ",  "`",  "``",     "~~~",   "#",          "\\",
                                                           "|", "\xC3\xA9", "1. ", "*",  "[x](y)", "|-|\n", "</details>", "&amp;"});
  std::string code;
  for (unsigned n = random() % 30; n > 0; --n) code += pieces[random() % pieces.size()];
  return code + '\n';
}

// Any characters but NUL, which CommonMark replaces: controls, line ends of all kinds, all planes. Ends with a line end.
std::string random_characters(std::mt19937& random) {
  std::string code;
  for (unsigned n = random() % 40; n > 0; --n) {
    constexpr auto most = std::to_array<char32_t>({0x7F, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF});
    const char32_t c = 1 + random() % most[random() % most.size()];
    if (c < 0xD800 || c > 0xDFFF) tt::lessons::append_utf8(code, c);
  }
  return code + '\n';
}

std::string with_plain_line_ends(const std::string& code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] != '\r') {
      out += code[i];
    } else if (i + 1 == code.size() || code[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

std::string escaped(const std::string& text) {
  std::string out;
  tt::lessons::append_escaped(out, text);
  return out;
}

}  // namespace

TEST_CASE("a block's text is the bytes between its fences") {
  struct Case {
    std::string markdown, text;
  };
  const Case cases[] = {
      {"```\nx\n```", "x\n"},
      {"```\n```", ""},
      {"```\n\n```", "\n"},
      {"```\n \t \n```", " \t \n"},
      {"before\n\n```\n   \n```", "   \n"},
      {"```make\n\tall:\n \tx\n```", "\tall:\n \tx\n"},
      {"```\r\na\r\n\r\nb\r\n```\r\n", "a\r\n\r\nb\r\n"},
      {"~~~\n```\n~~~", "```\n"},
      {"````\n```\nx\n```\n````", "```\nx\n```\n"},
      {"```cpp\n#include <x>\ncat <<EOF & <b> &amp; &lt;\n```", "#include <x>\ncat <<EOF & <b> &amp; &lt;\n"},
      {"```\ntrailing  \n\\* not escaped\n```", "trailing  \n\\* not escaped\n"},
      {"> ```\n> a\n>\n> \tb\n> ```", "a\n\n\tb\n"},
      {"- ```\n  a\n\n    b\n  ```", "a\n\n  b\n"},
      {"1. x\n\n   ```\n   a\n   \tb\n   ```", "a\n\tb\n"},
      {"<details>\n<summary>s</summary>\n\n```\n<b>\n```\n\n</details>", "<b>\n"},
      {"  ```\n  a\n b\n   c\n  ```", "a\nb\n c\n"},
      {"```\nopen to the end", "open to the end"},
      {"    indented\n    \tcode\n", "indented\n\tcode\n"},
      {"```\na" + std::string(1, '\0') + "b\n```",
       "a\xEF\xBF\xBD"
       "b\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.markdown);
    CHECK(block_of(c.markdown) == c.text);
  }
}

TEST_CASE("any bytes between fences come out as they went in") {
  std::mt19937 random(20261124);  // NOLINT: the same cases every time
  for (int round = 0; round < 4000; ++round) {
    const std::string code = round % 2 == 0 ? random_markup(random) : random_characters(random);
    // Longer than any run in the code, which no fence inside may end.
    const std::string fence(random() % 2 == 0 ? 70 : 90, random() % 2 == 0 ? '`' : '~');
    const std::string info = random() % 3 == 0 ? "" : random() % 2 == 0 ? "cpp" : " python step=a ";
    // One to four containers, one in the other. A list's first line has its mark, the others as many blanks.
    std::string first, rest, before, after;
    for (unsigned depth = random() % 5; depth > 0; --depth) {
      const std::string_view mark = std::array<std::string_view, 4>{"> ", "- ", "1. ", "10) "}[random() % 4];
      first += mark;
      rest += mark == "> " ? "> " : std::string(mark.size(), ' ');
    }
    if (random() % 3 == 0) {
      before = rest.empty() && first.empty() ? "<details>\n<summary>s</summary>\n\n" : first + "<details>\n" + rest + "\n";
      if (!first.empty()) first = rest;
      after = rest + "\n" + rest + "</details>\n";
    }
    const std::string markdown = before + first + fence + info + "\n" + prefixed(rest, code) + rest + fence + "\n" + after;
    CAPTURE(markdown);
    CHECK(block_of(markdown) == code);
  }
}

TEST_CASE("the page gets a fence's bytes, escaped, with line ends as a browser has them") {
  std::mt19937 random(11);  // NOLINT: the same cases every time
  for (int round = 0; round < 1000; ++round) {
    const std::string code = random_characters(random);
    CAPTURE(code);
    const std::string fence(70, '~');
    const auto lesson = parse_lesson("a.md", fence + "\n" + code + fence + "\n");
    REQUIRE(lesson.has_value());
    CHECK(lesson->html == "<pre data-block=\"b1\"><code>" + escaped(with_plain_line_ends(code)) + "</code></pre>\n");
  }
}

TEST_CASE("a block knows its language, step and line") {
  const auto lesson =
      parse_lesson("a.md", "---\nid: a\ntitle: A\n---\n\nx\n\n```bash step=practice-rmsnorm\nrun\n```\n\n```\n\n```\n");
  REQUIRE(lesson.has_value());
  REQUIRE(lesson->blocks.size() == 2);
  CHECK(lesson->blocks[0].id == "b1");
  CHECK(lesson->blocks[0].language == "bash");
  CHECK(lesson->blocks[0].step == "practice-rmsnorm");
  CHECK(lesson->blocks[0].line == 9);
  CHECK(lesson->blocks[1].line == 13);
  CHECK(lesson->html.contains("<pre data-block=\"b1\"><code class=\"language-bash\">run\n</code></pre>"));
}

TEST_CASE("a fence that isn't closed is reported where it opens") {
  struct Case {
    std::string markdown;
    std::uint32_t line;  // 0: closed
  };
  for (const Case& c :
       {Case{"a\n\n```\nx\n", 3}, Case{"```\nx\n```", 0}, Case{"> ```\n> x\n\ny", 1}, Case{"````\n```\n", 1}, Case{"```", 1},
        Case{"~~~\nx\n~~~~  \n", 0}, Case{"- ```\n  x\n  ```\n", 0}, Case{"x\n\n```\n```\n\n```\n", 6}}) {
    CAPTURE(c.markdown);
    const auto lesson = parse_lesson("a.md", c.markdown);
    REQUIRE(lesson.has_value());
    const auto found = std::ranges::find(lesson->problems, "swallowed-fence", &tt::lessons::Problem::rule);
    CHECK((found == lesson->problems.end() ? 0 : found->line) == c.line);
  }
}

TEST_CASE("a block that holds another's opening fence is told where that stands") {
  struct Case {
    std::string markdown;
    std::uint32_t line;  // 0: nothing is wrong
  };
  for (const Case& c : {
           Case{"```bash\nx\n\n```python\ny\n```\n", 4}, Case{"> ```bash\n> x\n> ```python step=a\n> y\n> ```\n", 3},
           Case{"````markdown\n```bash\nx\n```\n````\n", 0},  // fewer marks: it is what the block shows
           Case{"~~~\n```bash\n```\n~~~\n", 0}, Case{"```text\n``` some words of a log\n```\n", 0},
           Case{"    ```bash\n    x\n", 0},  // indented: no fence at all
       }) {
    CAPTURE(c.markdown);
    const auto lesson = parse_lesson("a.md", c.markdown);
    REQUIRE(lesson.has_value());
    const auto found = std::ranges::find(lesson->problems, "swallowed-fence", &tt::lessons::Problem::rule);
    CHECK((found == lesson->problems.end() ? 0 : found->line) == c.line);
    if (found != lesson->problems.end()) CHECK(found->severity == tt::lessons::Severity::kWarning);
  }
}
