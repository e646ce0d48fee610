#include "lessons/html_writer.hpp"

#include <doctest/doctest.h>

#include "scanner.hpp"

using tt::lessons::HtmlWriter;

TEST_CASE("text is escaped and what is open is closed at the end") {
  HtmlWriter html;
  html.open("p");
  html.text("a < b & \"c\"");
  CHECK(html.author_open("b"));
  html.verbatim("d");
  CHECK(html.finish() == "<p>a &lt; b &amp; &quot;c&quot;<b>d</b></p>");
}

TEST_CASE("an author's element can't close the renderer's, nor outlive it") {
  HtmlWriter html;
  html.open("p");
  CHECK_FALSE(html.author_close("p"));
  html.open("em");
  CHECK(html.author_open("b"));
  html.close("em");
  CHECK_FALSE(html.author_close("b"));
  html.close("p");
  CHECK(html.finish() == "<p><em><b></b></em></p>");
}

TEST_CASE("an author's blocks stand only where blocks may") {
  HtmlWriter html;
  CHECK(html.author_open("details"));
  CHECK(html.author_open("summary"));
  CHECK_FALSE(html.author_open("div"));
  CHECK(html.author_close("summary"));
  CHECK(html.author_open("div"));
  html.open("p");
  CHECK_FALSE(html.author_open("details"));
  CHECK_FALSE(html.author_open("summary"));
  CHECK(html.author_open("br"));
  html.close("p");
  CHECK(html.author_close("details"));
  CHECK(html.finish() == "<details><summary></summary><div><p><br></p></div></details>");
}

TEST_CASE("an author's elements don't nest without end") {
  HtmlWriter html;
  std::size_t opened = 0;
  for (int i = 0; i < 1000; ++i) opened += html.author_open("b") ? 1 : 0;
  CHECK(opened == 64);
  CHECK(tt::lessons::testing::offence(html.finish()) == "");
}

TEST_CASE("a pair of tilde marks needs one element around both") {
  HtmlWriter html;
  html.open("p");
  html.text("~~a");
  html.open("em");
  html.text("b~~ c~~");
  html.close("em");
  html.text("d~~");
  html.close("p");
  html.block_border();
  CHECK(html.finish() == "<p><del>a<em>b~~ c~~</em>d</del></p>");
}

TEST_CASE("an attribute can follow the element's content") {
  HtmlWriter html;
  html.verbatim("x");
  const std::size_t position = html.position();
  html.open("h2");
  html.text("y");
  html.close("h2");
  html.add_attribute(position, "h2", "id", "a\"<b>");
  CHECK(html.finish() == "x<h2 id=\"a&quot;&lt;b&gt;\">y</h2>");
}
