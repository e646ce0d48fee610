#include "html_writer.hpp"

#include <algorithm>

#include "raw_html.hpp"

namespace tt::lessons {
namespace {

constexpr std::size_t kAuthorDepth = 64;

void append_tag(std::string& out, std::string_view tag, std::initializer_list<Attribute> attributes) {
  out += '<';
  out += tag;
  for (const auto& [name, value] : attributes) {
    if (name.empty()) continue;
    out += ' ';
    out += name;
    if (value.data() == nullptr) continue;
    out += "=\"";
    append_escaped(out, value);
    out += '"';
  }
  out += '>';
}

// Elements in which a block of the author's may stand.
bool takes_blocks(std::string_view tag) {
  return tag == "blockquote" || tag == "li" || tag == "td" || tag == "th" || tag == "div" || tag == "details";
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (;;) {
    const std::size_t special = text.find_first_of("&<>\"");
    out.append(text.substr(0, special));
    if (special == std::string_view::npos) return;
    switch (text[special]) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default: out += "&quot;";
    }
    text.remove_prefix(special + 1);
  }
}

void HtmlWriter::verbatim(std::string_view text) { append_escaped(html_, text); }

void HtmlWriter::reference(std::string_view reference) { html_ += reference; }

void HtmlWriter::text(std::string_view text, bool escaped) {
  std::size_t written = 0;
  std::size_t from = escaped ? 1 : 0;
  for (std::size_t i = text.find("~~", from); i != std::string_view::npos; i = text.find("~~", from)) {
    const std::size_t end = std::min(text.find_first_not_of('~', i), text.size());
    const bool exact = end - i == 2 && !(escaped && i == 1);
    verbatim(text.substr(written, i - written));
    // The border of a text is taken for a letter: emphasis, code or a link stands there.
    if (exact) mark(html_.size(), end == text.size() || !is_blank(text[end]), i == 0 || !is_blank(text[i - 1]));
    verbatim(text.substr(i, end - i));
    written = from = end;
  }
  verbatim(text.substr(written));
}

void HtmlWriter::mark(std::size_t position, bool can_open, bool can_close) {
  const std::uint64_t serial = open_.empty() ? 0 : open_.back().serial;
  const bool has_opener = !pending_.empty() && pending_.back().serial == serial;
  if (can_close && has_opener && pending_.back().position + 2 != position) {
    paired_.push_back({pending_.back().position, true});
    paired_.push_back({position, false});
    pending_.pop_back();
  } else if (can_open) {
    if (has_opener) pending_.pop_back();
    pending_.push_back({serial, position});
  }
}

void HtmlWriter::settle_marks() {
  pending_.clear();
  if (paired_.empty()) return;
  std::ranges::sort(paired_, {}, &Mark::position);
  const std::string tail = html_.substr(paired_.front().position);
  const std::size_t base = paired_.front().position;
  html_.resize(base);
  std::size_t from = 0;
  for (const Mark& m : paired_) {
    html_.append(tail, from, m.position - base - from);
    html_ += m.opens ? "<del>" : "</del>";
    from = m.position - base + 2;
  }
  html_.append(tail, from);
  paired_.clear();
}

void HtmlWriter::open(std::string_view tag, std::initializer_list<Attribute> attributes) {
  append_tag(html_, tag, attributes);
  open_.push_back({std::string(tag), false, next_serial_++});
}

void HtmlWriter::empty(std::string_view tag, std::initializer_list<Attribute> attributes) { append_tag(html_, tag, attributes); }

void HtmlWriter::pop() {
  const Open& top = open_.back();
  while (!pending_.empty() && pending_.back().serial == top.serial) pending_.pop_back();
  if (top.by_author) --author_depth_;
  html_ += "</";
  html_ += top.tag;
  html_ += '>';
  open_.pop_back();
}

void HtmlWriter::close(std::string_view tag) {
  while (!open_.empty() && open_.back().by_author) pop();
  if (!open_.empty() && open_.back().tag == tag) pop();
}

bool HtmlWriter::author_open(std::string_view tag) {
  const std::string_view top = open_.empty() ? std::string_view() : std::string_view(open_.back().tag);
  if (tag == "summary" && top != "details") return false;
  const bool is_block = is_flow_tag(tag) || tag == "p" || tag == "hr";
  if (is_block && tag != "summary" && !top.empty() && !takes_blocks(top)) return false;
  if (is_void_tag(tag)) {
    empty(tag);
    return true;
  }
  if (author_depth_ >= kAuthorDepth) return false;
  append_tag(html_, tag, {});
  open_.push_back({std::string(tag), true, next_serial_++});
  ++author_depth_;
  return true;
}

bool HtmlWriter::author_close(std::string_view tag) {
  std::size_t depth = open_.size();
  while (depth > 0 && open_[depth - 1].by_author && open_[depth - 1].tag != tag) --depth;
  if (depth == 0 || !open_[depth - 1].by_author) return false;
  while (open_.size() >= depth) pop();
  return true;
}

void HtmlWriter::block_border() {
  settle_marks();
  while (!open_.empty() && open_.back().by_author && !is_flow_tag(open_.back().tag)) pop();
}

void HtmlWriter::add_attribute(std::size_t position, std::string_view tag, std::string_view name, std::string_view value) {
  std::string attribute = " ";
  attribute += name;
  attribute += "=\"";
  append_escaped(attribute, value);
  attribute += '"';
  html_.insert(position + 1 + tag.size(), attribute);
}

std::string HtmlWriter::finish() {
  settle_marks();
  while (!open_.empty()) pop();
  return std::move(html_);
}

}  // namespace tt::lessons
