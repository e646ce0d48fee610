// HTML that an author wrote into the Markdown, taken apart into text and tags.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tt::lessons {

struct HtmlToken {
  enum class Kind { kText, kOpen, kClose };
  Kind kind = Kind::kText;
  std::string_view source;  // the bytes of the token
  std::string name;         // of a tag, in lower case
  bool has_attributes = false;
};

// Takes the next token off the front of `html`; nullopt at its end. By the grammar of CommonMark 0.31, 6.6 ("Raw HTML"):
// comments are dropped, to the end where they aren't closed, and whatever isn't exactly a tag is text: declarations,
// instructions, CDATA, a lone '<'. Linear in the size of `html` for all its tokens together.
std::optional<HtmlToken> next_html_token(std::string_view& html);

// Elements that authors may write; their attributes are dropped.
bool is_author_tag(std::string_view name);
// Of these, the ones without content.
bool is_void_tag(std::string_view name);
// Of these, the ones that hold paragraphs and stay open over them.
bool is_flow_tag(std::string_view name);

}  // namespace tt::lessons
