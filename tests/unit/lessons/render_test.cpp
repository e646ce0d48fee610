#include "lessons/render.hpp"

#include <doctest/doctest.h>

#include <string>

#include "lessons/lesson.hpp"
#include "scanner.hpp"

using tt::lessons::Lesson;

namespace {

Lesson rendered(std::string_view markdown) {
  Lesson lesson;
  lesson.file = "lessons/a.md";
  REQUIRE(tt::lessons::render(markdown, 1, 0, lesson).has_value());
  CHECK(tt::lessons::testing::offence(lesson.html) == "");
  return lesson;
}

}  // namespace

TEST_CASE("Markdown becomes the HTML that its specification says") {
  struct Case {
    std::string_view markdown, html;
  };
  const Case cases[] = {
      {"", ""},
      {"a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n"},
      {"a\nb", "<p>a\nb</p>\n"},
      {"a  \nb\\\nc", "<p>a<br>\nb<br>\nc</p>\n"},
      {"***", "<hr>\n"},
      {"- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>\n"},
      {"3. a", "<ol start=\"3\"><li>a</li>\n</ol>\n"},
      {"> **Note** x", "<blockquote><p><strong>Note</strong> x</p>\n</blockquote>\n"},
      {"- [x] a\n- [ ] b",
       "<ul><li class=\"task-list-item\"><input type=\"checkbox\" disabled checked> a</li>\n"
       "<li class=\"task-list-item\"><input type=\"checkbox\" disabled> b</li>\n</ul>\n"},
      {"|a|b|c|\n|:--|:-:|--:|\n|1|2|3|",
       "<table><thead><tr><th class=\"align-left\">a</th>\n<th class=\"align-center\">b</th>\n<th "
       "class=\"align-right\">c</th>\n</tr>\n</thead>\n"
       "<tbody><tr><td class=\"align-left\">1</td>\n<td class=\"align-center\">2</td>\n<td "
       "class=\"align-right\">3</td>\n</tr>\n</tbody>\n</table>\n"},
      {"|a|\n|-|\n|`b\\|c` \\||",
       "<table><thead><tr><th>a</th>\n</tr>\n</thead>\n<tbody><tr><td><code>b|c</code> |</td>\n</tr>\n</tbody>\n</table>\n"},
      {"`a\\|b`", "<p><code>a\\|b</code></p>\n"},
      {"a & b < c > d \"e\"", "<p>a &amp; b &lt; c &gt; d &quot;e&quot;</p>\n"},
      {"&copy; &#36; &lt; &rarrw; &nope", "<p>\xC2\xA9 $ &lt; &rarrw; &amp;nope</p>\n"},
      {"foo_bar_baz 2*3*4", "<p>foo_bar_baz 2<em>3</em>4</p>\n"},
      {"\\*a\\* \\<b>", "<p>*a* &lt;b&gt;</p>\n"},
      // A single tilde is no mark, dollars are no mathematics.
      {"~5 or ~6, a~b~c", "<p>~5 or ~6, a~b~c</p>\n"},
      {"~a~ ~~b~~ ~~~c~~~", "<p>~a~ <del>b</del> ~~~c~~~</p>\n"},
      {"~~a *b* `c`~~ ~~d", "<p><del>a <em>b</em> <code>c</code></del> ~~d</p>\n"},
      {"*~~a* b~~", "<p><em>~~a</em> b~~</p>\n"},
      {"~~ a ~~ \\~~b~~ ~~~~", "<p>~~ a ~~ ~~b~~ ~~~~</p>\n"},
      {"~~a ~~b~~", "<p>~~a <del>b</del></p>\n"},
      {"`~~a~~`", "<p><code>~~a~~</code></p>\n"},
      {"~~a\n\nb~~", "<p>~~a</p>\n<p>b~~</p>\n"},
      {"$500\xE2\x80\x93$3000 and $x$", "<p>$500\xE2\x80\x93$3000 and $x$</p>\n"},
      // Addresses.
      {"<https://a.b/c?d=1&e=2>",
       "<p><a href=\"https://a.b/c?d=1&amp;e=2\" rel=\"noopener noreferrer\">https://a.b/c?d=1&amp;e=2</a></p>\n"},
      {"see https://a.b/c_d_e.", "<p>see <a href=\"https://a.b/c_d_e\" rel=\"noopener noreferrer\">https://a.b/c_d_e</a>.</p>\n"},
      {"(https://a.b/c(d))", "<p>(<a href=\"https://a.b/c(d)\" rel=\"noopener noreferrer\">https://a.b/c(d)</a>)</p>\n"},
      {"http://a.b www.a.b a@b.c", "<p>http://a.b www.a.b a@b.c</p>\n"},
      {"`https://a.b`", "<p><code>https://a.b</code></p>\n"},
      {"[https://a.b](https://c.d)", "<p><a href=\"https://c.d\" rel=\"noopener noreferrer\">https://a.b</a></p>\n"},
      {"[a](HTTPS://B.c/\xC3\xA9 \"ti&quot;t&ouml;\")",
       "<p><a href=\"https://B.c/%C3%A9\" rel=\"noopener noreferrer\" title=\"ti&quot;t\xC3\xB6\">a</a></p>\n"},
      // The author's HTML.
      {"H<sub>2</sub>O <B>x</B><br/>", "<p>H<sub>2</sub>O <b>x</b><br></p>\n"},
      {"a <b>c", "<p>a <b>c</b></p>\n"},
      {"*a <b>c* d</b>", "<p><em>a <b>c</b></em> d</p>\n"},
      {"<div align=\"center\">\n\na\n\n</div>", "<div>\n<p>a</p>\n</div>\n"},
      {"<details open>\n<summary>s</summary>\n\n- a\n\n</details>",
       "<details>\n<summary>s</summary>\n<ul><li>a</li>\n</ul>\n</details>\n"},
      {"> <details>\n\na", "<blockquote><details>\n</details></blockquote>\n<p>a</p>\n"},
      {"a<!-- b -->c", "<p>ac</p>\n"},
      {"<!-- b\n\nc -->\nd", "\n<p>d</p>\n"},
      {"x <iframe src=\"https://a\"></iframe>", "<p>x &lt;iframe src=&quot;https://a&quot;&gt;&lt;/iframe&gt;</p>\n"},
      {"a <div>b</div>", "<p>a b</p>\n"},
      // Images.
      {"![a *b*](/i/c.png)", "<p><img data-path=\"i/c.png\" alt=\"a b\"></p>\n"},
      {"![](c.PNG \"t\")", "<p><img data-path=\"lessons/c.PNG\" alt=\"\" title=\"t\"></p>\n"},
      {"[![a](../c.png)](https://d.e)",
       "<p><a href=\"https://d.e\" rel=\"noopener noreferrer\"><img data-path=\"c.png\" alt=\"a\"></a></p>\n"},
      {"![a](https://b.c/d.png)", "<p><a href=\"https://b.c/d.png\" rel=\"noopener noreferrer\">a</a></p>\n"},
      {"![a](b.svg) ![c](../../d.png)", "<p>a c</p>\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.markdown));
    CHECK(rendered(c.markdown).html == c.html);
  }
}

TEST_CASE("what lessons really hold is read as it is meant") {
  struct Case {
    std::string_view markdown, part;  // of the HTML
  };
  const Case cases[] = {
      // Fences in quotes, lists and details, and fences within fences.
      {"> **Note**\n> ```bash\n> ls\n> ```\n> after",
       "<pre data-block=\"b1\"><code class=\"language-bash\">ls\n</code></pre>\n<p>after</p>"},
      {"- a\n\n  > ~~~\n  > b\n  > ~~~\n- c", "<code>b\n</code></pre>\n</blockquote>\n</li>\n<li><p>c</p>"},
      {"````markdown\n```bash\nls\n```\n````", "<code class=\"language-markdown\">```bash\nls\n```\n</code>"},
      {"<details>\n<summary>a <code>b</code></summary>\n\n```\n</details>\n```\n\n</details>\n\nc",
       "<summary>a <code>b</code></summary>\n<pre data-block=\"b1\"><code>&lt;/details&gt;\n</code></pre>\n</details>\n<p>c</p>"},
      {"1. a\n   ```\n   b\n   ```\n2. c", "<pre data-block=\"b1\"><code>b\n</code></pre>\n</li>\n<li>c</li>"},
      // Short delimiter rows, empty cells, bars and links in cells.
      {"a|b\n-|:-:\n1|2", "<td>1</td>\n<td class=\"align-center\">2</td>"},
      {"|a|\n|-|\n|[b](command:tenstorrent.c)|", "<td><a class=\"tt-command\" data-link=\"l1\" href=\"#\">b</a></td>"},
      {"|a|b|\n|-|-|\n||![x](c.png)|", "<td></td>\n<td><img data-path=\"lessons/c.png\" alt=\"x\"></td>"},
      {"|a|b|\n|-|\n", "<p>|a|b|\n|-|</p>"},
      {"x\n\n|$500|\n|-|\n|~5 ~~6~~|", "<th>$500</th>\n</tr>\n</thead>\n<tbody><tr><td>~5 <del>6</del></td>"},
      // Images and links in each other; labels over two lines.
      {"[![a\nb](c.png) d](command:tenstorrent.e)", "href=\"#\"><img data-path=\"lessons/c.png\" alt=\"a b\"> d</a>"},
      {"> [over\n> two](command:tenstorrent.e)", "href=\"#\">over\ntwo</a>"},
      {"## [a](command:tenstorrent.b) `c`", "<h2 id=\"a-c\"><a class=\"tt-command\""},
      // Task lists, nested and in one with other items.
      {"1. [x] a\n   - [ ] b\n2. c", "<input type=\"checkbox\" disabled> b</li>\n</ul>\n</li>\n<li>c</li>"},
      {"- [y] a", "<li>[y] a</li>"},
      // Addresses and money.
      {"http://a.b, www.c.d and e@f.g", "<p>http://a.b, www.c.d and e@f.g</p>"},
      {"|a|\n|-|\n|https://b.c/d|", "<td><a href=\"https://b.c/d\" rel=\"noopener noreferrer\">https://b.c/d</a></td>"},
      {"**https://b.c**", "<strong><a href=\"https://b.c\" rel=\"noopener noreferrer\">https://b.c</a></strong>"},
      {"$500\u2013$3000, $5*6*$", "<p>$500\u2013$3000, $5<em>6</em>$</p>"},
      {"a*\u20ac5* and **\u2705 done**", "<p>a*\u20ac5* and <strong>\u2705 done</strong></p>"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.markdown));
    const std::string html = rendered(c.markdown).html;
    CAPTURE(html);
    CHECK(html.contains(c.part));
  }
}

TEST_CASE("headings get GitHub's anchors") {
  const Lesson lesson = rendered("# A `b` [c](https://d.e) H<sup>2</sup>O & f!\n\n## x\n\n## x\n\nx\n===\n\n## ???\n");
  REQUIRE(lesson.headings.size() == 5);
  CHECK(lesson.headings[0].anchor == "a-b-c-h2o--f");
  CHECK(lesson.headings[0].text == "A b c H2O & f!");
  CHECK(lesson.headings[0].level == 1);
  CHECK(lesson.headings[0].line == 1);
  CHECK(lesson.headings[1].anchor == "x");
  CHECK(lesson.headings[2].anchor == "x-1");
  CHECK(lesson.headings[3].anchor == "x-2");
  CHECK(lesson.headings[4].anchor == "section");
  CHECK(lesson.html.contains("<h2 id=\"x-1\">x</h2>"));
}

TEST_CASE("command links are found wherever a link may stand") {
  const Lesson lesson = rendered(
      "[a](command:tenstorrent.plain)\n\n"
      "| x |\n|---|\n| [in a cell](command:tenstorrent.cell?[1]) |\n\n"
      "## [in a heading](command:tenstorrent.deep.er.id)\n\n"
      "- [over\n  two lines](command:tenstorrent.lines?%5B%22a%20b%22%5D)\n\n"
      "> **[bold `code`](command:tenstorrent.bold?[\"lesson-id\"])**\n\n"
      "[ref][r] [object](command:tenstorrent.object?{\"a\":\"50%\"})\n\n[r]: command:tenstorrent.reference\n");
  struct Expected {
    std::string_view command, arguments, label;
    std::uint32_t line;
  };
  const Expected expected[] = {
      {"tenstorrent.plain", "", "a", 1},
      {"tenstorrent.cell", "[1]", "in a cell", 5},
      {"tenstorrent.deep.er.id", "", "in a heading", 7},
      {"tenstorrent.lines", "[\"a b\"]", "over two lines", 10},
      {"tenstorrent.bold", "[\"lesson-id\"]", "bold code", 12},
      {"tenstorrent.reference", "", "ref", 14},
      {"tenstorrent.object", "{\"a\":\"50%\"}", "object", 14},
  };
  REQUIRE(lesson.links.size() == std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    CAPTURE(i);
    CHECK(lesson.links[i].id == "l" + std::to_string(i + 1));
    CHECK(lesson.links[i].command == expected[i].command);
    CHECK(lesson.links[i].arguments_json == expected[i].arguments);
    CHECK(lesson.links[i].label == expected[i].label);
    CHECK(lesson.links[i].line == expected[i].line);
  }
  CHECK(lesson.html.contains("<a class=\"tt-command\" data-link=\"l2\" href=\"#\">in a cell</a>"));
  CHECK_FALSE(lesson.html.contains("command:"));
}

TEST_CASE("links to other lessons ask for them by name") {
  const Lesson lesson = rendered("[a](b.md) [c](../d/e.md#f-g) [h](#i) [j](/k.md#)");
  REQUIRE(lesson.links.size() == 2);
  CHECK(lesson.links[0].command == tt::lessons::kOpenLessonCommand);
  CHECK(lesson.links[0].arguments_json == "[\"b\"]");
  CHECK(lesson.links[1].arguments_json == "[\"e\",\"f-g\"]");
  REQUIRE(lesson.anchor_links.size() == 1);
  CHECK(lesson.anchor_links[0].anchor == "i");
  CHECK(lesson.html.contains("<a href=\"#i\">h</a>"));
}

TEST_CASE("a command link that blanks break is reported") {
  const Lesson lesson = rendered("[a](command:tenstorrent.x?[\"b\", \"c\"])");
  CHECK(lesson.links.empty());
  REQUIRE(lesson.problems.size() == 1);
  CHECK(lesson.problems[0].rule == "bad-link");
}

TEST_CASE("HTML over the limit is refused by name") {
  std::string table = "|a|\n|";
  for (int i = 0; i < 150; ++i) table += "---|";
  table.insert(2, [] {
    std::string cells;
    for (int i = 0; i < 149; ++i) cells += "|a";
    return cells;
  }());
  table += '\n';
  while (table.size() < 400'000) table += "|x\n";
  Lesson lesson;
  const auto result = tt::lessons::render(table, 1, 0, lesson);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == tt::ErrorKind::kTooLarge);
  CHECK_FALSE(result.error().remedy.empty());
}
