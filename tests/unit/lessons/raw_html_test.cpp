#include "lessons/raw_html.hpp"

#include <doctest/doctest.h>

#include <string>

using tt::lessons::HtmlToken;

namespace {

// Tokens as "T:text|O:name|C:name", attributes marked by '*'.
std::string tokens(std::string_view html) {
  std::string out;
  while (const auto token = tt::lessons::next_html_token(html)) {
    if (!out.empty()) out += '|';
    switch (token->kind) {
      case HtmlToken::Kind::kText: out += "T:" + std::string(token->source); break;
      case HtmlToken::Kind::kOpen: out += "O:" + token->name + (token->has_attributes ? "*" : ""); break;
      case HtmlToken::Kind::kClose: out += "C:" + token->name; break;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("only what is exactly a tag is a tag") {
  struct Case {
    std::string_view html, tokens;
  };
  for (const Case& c : {Case{"", ""},
                        Case{"a", "T:a"},
                        Case{"<b>x</b>", "O:b|T:x|C:b"},
                        Case{"<BR/>", "O:br"},
                        Case{"<b a='>' c=\"<\" d=e f>", "O:b*"},
                        Case{"<b/onclick=x>", "T:<b/onclick=x>"},
                        Case{"<b a=`x`>", "T:<b a=`x`>"},
                        Case{"<b a=\"x\"c>", "T:<b a=\"x\"c>"},
                        Case{"</b c>", "T:</b c>"},
                        Case{"</b\n>", "C:b"},
                        Case{"<b\na\n=\n'x'\n>", "O:b*"},
                        Case{"< b>", "T:< b>"},
                        Case{"<<b>", "T:<|O:b"},
                        Case{"<b", "T:<b"},
                        Case{"<b a='", "T:<b a='"},
                        Case{"a<!-- <b> -->c", "T:a|T:c"},
                        Case{"<!-->a-->", "T:a-->"},
                        Case{"<!--->a", "T:a"},
                        Case{"<!-- a", ""},
                        Case{"<!DOCTYPE x>", "T:<!DOCTYPE x>"},
                        Case{"<?x?>", "T:<?x?>"},
                        Case{"<![CDATA[<b>]]>", "T:<![CDATA[|O:b|T:]]>"},
                        Case{"<1>", "T:<1>"},
                        Case{"<x-y>", "O:x-y"}}) {
    CAPTURE(std::string(c.html));
    CHECK(tokens(c.html) == c.tokens);
  }
}

TEST_CASE("authors may write the elements that the page has a use for") {
  for (const char* tag : {"b", "br", "code", "details", "div", "kbd", "summary", "sup"}) CHECK(tt::lessons::is_author_tag(tag));
  for (const char* tag : {"script", "iframe", "style", "svg", "a", "img", "input", "pre", "table", "", "B"})
    CHECK_FALSE(tt::lessons::is_author_tag(tag));
}
