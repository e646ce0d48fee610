// md4c's text: prose, references, and the author's HTML.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "entity.hpp"
#include "raw_html.hpp"
#include "renderer.hpp"
#include "web_address.hpp"

namespace tt::lessons {
namespace {

// Whether an odd number of backslashes stands before `offset`.
bool is_escaped(std::string_view body, std::size_t offset) {
  if (offset == Prepared::npos) return false;
  std::size_t backslashes = 0;
  while (backslashes < offset && body[offset - 1 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

}  // namespace

int Renderer::text(MD_TEXTTYPE type, std::string_view read) {
  const std::size_t offset = prepared_.offset_of(read.data());
  const std::string_view text = prepared_.original(read);
  if (offset != Prepared::npos) {
    line_ = source_.line_of(offset);
    next_line_ = line_ + 1;
  }
  if (code_) {
    code_piece(text, offset);
    return go_on();
  }
  if (type == MD_TEXT_HTML) {
    if (raw_html_.empty()) raw_html_line_ = here();
    raw_html_ += text;
    return go_on();
  }
  flush_html();
  switch (type) {
    case MD_TEXT_NULLCHAR: plain(kReplacement); break;
    case MD_TEXT_BR:
      if (image_.depth == 0) html_.empty("br");
      [[fallthrough]];
    case MD_TEXT_SOFTBR:
      if (image_.depth == 0) html_.verbatim("\n");
      if (image_.depth > 0) image_.alt += ' ';
      if (!links_.empty() && image_.depth == 0) links_.back().label += ' ';
      if (heading_ && image_.depth == 0) heading_->text += ' ';
      break;
    case MD_TEXT_ENTITY: entity(text); break;
    case MD_TEXT_CODE: code_text_of_span(text); break;
    default: prose(text, offset);
  }
  return go_on();
}

// Text that stands for itself, in the page and in the plain texts of what is open.
void Renderer::plain(std::string_view text) {
  if (image_.depth > 0) {
    image_.alt += text;
    return;
  }
  html_.verbatim(text);
  if (!links_.empty()) links_.back().label += text;
  if (heading_) heading_->text += text;
}

// In a table a bar needs its backslash even in code, where it would stand for itself elsewhere (GFM 0.29, 4.10).
void Renderer::code_text_of_span(std::string_view text) {
  while (in_cell_ && text.contains("\\|")) {
    const std::size_t backslash = text.find("\\|");
    plain(text.substr(0, backslash));
    text.remove_prefix(backslash + 1);
    plain(text.substr(0, 1));
    text.remove_prefix(1);
  }
  plain(text);
}

void Renderer::entity(std::string_view reference) {
  if (const auto known = decode_entity(reference)) return plain(*known);
  const std::string_view name = reference.size() > 2 ? reference.substr(1, reference.size() - 2) : std::string_view();
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const bool is_name = !name.empty() && is_letter(name.front()) &&
                       std::ranges::all_of(name, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
  // The browser knows all two thousand names; an unknown one it shows as it stands.
  if (image_.depth > 0 || !is_name) return plain(reference);
  html_.reference(reference);
  if (!links_.empty()) links_.back().label += reference;
  if (heading_) heading_->text += reference;
}

// Text in which "~~" and addresses mean something. md4c could find both, but takes a single '~' for a mark, and
// needs quadratic time for addresses.
void Renderer::prose(std::string_view text, std::size_t offset) {
  if (image_.depth > 0) {
    image_.alt += text;
    return;
  }
  if (!links_.empty()) links_.back().label += text;
  if (heading_) heading_->text += text;
  if (links_.empty() && text.contains("](command:")) {
    report(here(), Severity::kWarning, "bad-link",
           "This looks like a command link but isn't one: write blanks in its arguments as %20.");
  }
  bool escaped = text.starts_with('~') && is_escaped(body_, offset);
  while (links_.empty()) {
    const auto address = find_address(text);
    if (!address) break;
    const std::string_view url = text.substr(address->begin, address->length);
    const LinkTarget target = policy_.link(lesson_.file, std::string(address->prefix).append(url));
    const std::string_view before = text.substr(0, address->begin);
    html_.text(before, std::exchange(escaped, false));
    if (const auto* web = std::get_if<WebTarget>(&target)) {
      web_link(*web, url);
    } else {
      html_.verbatim(url);
    }
    text.remove_prefix(address->begin + address->length);
  }
  html_.text(text, escaped);
}

void Renderer::html_text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t ampersand = std::min(text.find('&'), text.size());
    html_.verbatim(text.substr(0, ampersand));
    text.remove_prefix(ampersand);
    if (text.empty()) return;
    const std::size_t end = text.substr(0, 50).find(';');
    const std::size_t length = end == std::string_view::npos ? 1 : end + 1;
    entity(text.substr(0, length));
    text.remove_prefix(length);
  }
}

void Renderer::flush_html() {
  if (raw_html_.empty()) return;
  const std::string raw = std::exchange(raw_html_, {});
  if (image_.depth > 0) return;
  std::string_view rest = raw;
  while (const auto token = next_html_token(rest)) {
    if (go_on() != 0) return;
    if (token->kind == HtmlToken::Kind::kText) {
      html_text(token->source);
    } else if (!is_author_tag(token->name)) {
      html_.verbatim(token->source);
      report(raw_html_line_, Severity::kWarning, "html-refused", "<{}> is shown as text.",
             std::string_view(token->name).substr(0, 40));
    } else if (token->kind == HtmlToken::Kind::kClose) {
      (void)html_.author_close(token->name);  // one too many does no harm
    } else if (!html_.author_open(token->name)) {
      report(raw_html_line_, Severity::kWarning, "html-refused", "<{}> can't stand here and is left out.", token->name);
    }
  }
}

}  // namespace tt::lessons
