#include "render.hpp"

#include <fmt/format.h>
#include <md4c.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "anchor.hpp"
#include "cost.hpp"
#include "entity.hpp"
#include "fence.hpp"
#include "html_writer.hpp"
#include "info_string.hpp"
#include "line_index.hpp"
#include "raw_html.hpp"
#include "target.hpp"
#include "web_address.hpp"

namespace tt::lessons {
namespace {

constexpr std::size_t kEventLimit = 1'200'000;            // callbacks; a megabyte of prose makes a tenth of that
constexpr std::size_t kLinkBytesLimit = 8 * 1024 * 1024;  // a long reference definition can be used a million times
constexpr std::size_t kProblemLimit = 500;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// A link whose label is being read.
struct OpenLink {
  bool has_element = false;
  std::optional<std::size_t> command;  // index in Lesson::links
  std::optional<std::size_t> anchor;   // index in Lesson::anchor_links
  std::string label;
};

struct OpenImage {
  std::size_t depth = 0;  // images nest in alternative texts
  std::string source;
  std::string alt;
};

struct OpenCode {
  std::string info;
  std::optional<std::size_t> opening_line;
  char fence = 0;
  std::vector<CodeLine> lines;
  CodeLine current;
  std::size_t nuls = 0;  // before the first byte of the line that md4c points at
};

std::string decoded(const MD_ATTRIBUTE& attribute) {
  std::string out;
  for (std::size_t i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
    const std::string_view part(attribute.text + attribute.substr_offsets[i],
                                attribute.substr_offsets[i + 1] - attribute.substr_offsets[i]);
    switch (attribute.substr_types[i]) {
      case MD_TEXT_ENTITY: out += decode_entity(part).value_or(std::string(part)); break;
      case MD_TEXT_NULLCHAR: out += kReplacement; break;
      default: out += part;
    }
  }
  return out;
}

std::string_view tag_of(MD_SPANTYPE type) {
  switch (type) {
    case MD_SPAN_EM: return "em";
    case MD_SPAN_STRONG: return "strong";
    case MD_SPAN_CODE: return "code";
    default: return {};
  }
}

std::string_view tag_of(MD_BLOCKTYPE type) {
  switch (type) {
    case MD_BLOCK_QUOTE: return "blockquote";
    case MD_BLOCK_UL: return "ul";
    case MD_BLOCK_OL: return "ol";
    case MD_BLOCK_LI: return "li";
    case MD_BLOCK_P: return "p";
    case MD_BLOCK_TABLE: return "table";
    case MD_BLOCK_THEAD: return "thead";
    case MD_BLOCK_TBODY: return "tbody";
    case MD_BLOCK_TR: return "tr";
    case MD_BLOCK_TH: return "th";
    case MD_BLOCK_TD: return "td";
    default: return {};
  }
}

std::string_view heading_tag(unsigned level) {
  constexpr std::string_view tags[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
  return tags[std::clamp(level, 1u, 6u) - 1];
}

std::string_view align_class(MD_ALIGN align) {
  switch (align) {
    case MD_ALIGN_LEFT: return "align-left";
    case MD_ALIGN_CENTER: return "align-center";
    case MD_ALIGN_RIGHT: return "align-right";
    default: return {};
  }
}

// The state between md4c's callbacks. Each returns 0 to go on; a refusal ends the parse.
class Renderer {
 public:
  Renderer(std::string_view body, std::uint32_t first_line, Lesson& lesson)
      : body_(body), source_(body), first_line_(first_line), lesson_(lesson) {}

  Result<void> run() {
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_TASKLISTS;  // its own autolinks and strike-through are not ours: see text()
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
      return static_cast<Renderer*>(self)->enter_block(type, detail);
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
      return static_cast<Renderer*>(self)->leave_block(type, detail);
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
      return static_cast<Renderer*>(self)->enter_span(type, detail);
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* self) { return static_cast<Renderer*>(self)->leave_span(type); };
    parser.text = [](MD_TEXTTYPE type, const char* text, MD_SIZE size, void* self) {
      return static_cast<Renderer*>(self)->text(type, {text, size});
    };
    const int status = md_parse(body_.data(), static_cast<MD_SIZE>(body_.size()), &parser, this);
    if (status == 0) flush_html();
    lesson_.html = html_.finish();
    if (!refusal_ && lesson_.html.size() > kHtmlLimit) refusal_ = fmt::format("its HTML is larger than {} bytes", kHtmlLimit);
    if (refusal_) {
      return fail(ErrorKind::kTooLarge, fmt::format("{} can't be shown: {}.", lesson_.file, *refusal_),
                  "Split the lesson, or write that part more simply.");
    }
    if (status != 0) return fail(ErrorKind::kInternal, fmt::format("{} can't be shown: the Markdown parser failed.", lesson_.file));
    return {};
  }

 private:
  int enter_block(MD_BLOCKTYPE type, void* detail);
  int leave_block(MD_BLOCKTYPE type, void* detail);
  int enter_span(MD_SPANTYPE type, void* detail);
  int leave_span(MD_SPANTYPE type);
  int text(MD_TEXTTYPE type, std::string_view text);

  void enter_link(const MD_SPAN_A_DETAIL& detail);
  void leave_link();
  void leave_image();
  void enter_code(const MD_BLOCK_CODE_DETAIL& detail);
  void code_piece(MD_TEXTTYPE type, std::string_view piece, std::size_t offset);
  void leave_code();
  void prose(std::string_view text, std::size_t offset);
  void entity(std::string_view reference);
  void plain(std::string_view text);
  void web_link(const WebTarget& target, std::string_view label);
  void flush_html();
  void html_text(std::string_view text);

  int go_on() {
    if (++events_ > kEventLimit) refusal_ = "it has too many elements";
    if (html_.size() > kHtmlLimit) refusal_ = fmt::format("its HTML is larger than {} bytes", kHtmlLimit);
    return refusal_ ? 1 : 0;
  }
  std::uint32_t file_line(std::size_t line) const { return first_line_ + static_cast<std::uint32_t>(line); }
  std::uint32_t here() const { return file_line(std::min(line_, source_.count() - 1)); }
  void report(std::uint32_t line, Severity severity, std::string rule, std::string message) {
    if (lesson_.problems.size() >= kProblemLimit) return;
    lesson_.problems.push_back({lesson_.file, line, severity, std::move(rule), std::move(message)});
  }

  std::string_view body_;
  LineIndex source_;
  std::uint32_t first_line_;
  Lesson& lesson_;
  HtmlWriter html_;
  Anchors anchors_;
  std::optional<std::string> refusal_;
  std::size_t events_ = 0;
  std::size_t link_bytes_ = 0;
  std::size_t containers_ = 0;
  std::size_t line_ = 0;       // of the last text seen, from 0
  std::size_t next_line_ = 0;  // the first line that nothing was seen of
  std::optional<Heading> heading_;
  std::size_t heading_position_ = 0;
  std::vector<OpenLink> links_;
  OpenImage image_;
  std::optional<OpenCode> code_;
  std::string raw_html_;  // md4c hands a tag over in pieces
  std::uint32_t raw_html_line_ = 0;
};

int Renderer::enter_block(MD_BLOCKTYPE type, void* detail) {
  flush_html();
  html_.block_border();
  switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML: break;
    case MD_BLOCK_HR: html_.empty("hr"); break;
    case MD_BLOCK_H: {
      const unsigned level = static_cast<MD_BLOCK_H_DETAIL*>(detail)->level;
      heading_ = Heading{level, {}, {}, 0};
      heading_position_ = html_.position();
      html_.open(heading_tag(level));
      break;
    }
    case MD_BLOCK_CODE: enter_code(*static_cast<MD_BLOCK_CODE_DETAIL*>(detail)); break;
    case MD_BLOCK_OL: {
      ++containers_;
      const unsigned start = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start;
      if (start == 1) {
        html_.open("ol");
      } else {
        html_.open("ol", {{"start", std::to_string(start)}});
      }
      break;
    }
    case MD_BLOCK_LI:
      if (static_cast<MD_BLOCK_LI_DETAIL*>(detail)->is_task != 0) {
        html_.open("li", {{"class", "task-list-item"}});
        if (static_cast<MD_BLOCK_LI_DETAIL*>(detail)->task_mark == ' ') {
          html_.empty("input", {{"type", "checkbox"}, {"disabled", {}}});
        } else {
          html_.empty("input", {{"type", "checkbox"}, {"disabled", {}}, {"checked", {}}});
        }
        html_.verbatim(" ");
      } else {
        html_.open("li");
      }
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: {
      const std::string_view align = align_class(static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align);
      if (align.empty()) {
        html_.open(tag_of(type));
      } else {
        html_.open(tag_of(type), {{"class", align}});
      }
      break;
    }
    default:
      if (type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL) ++containers_;
      html_.open(tag_of(type));
  }
  if (containers_ > kNestingLimit) refusal_ = fmt::format("lists and quotes are nested deeper than {}", kNestingLimit);
  return go_on();
}

int Renderer::leave_block(MD_BLOCKTYPE type, void*) {
  flush_html();
  html_.block_border();
  switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML: break;
    case MD_BLOCK_HR: html_.verbatim("\n"); break;
    case MD_BLOCK_H: {
      const std::string_view tag = heading_tag(heading_->level);
      html_.close(tag);
      html_.verbatim("\n");
      heading_->anchor = anchors_.next(heading_->text);
      heading_->line = here();
      html_.add_attribute(heading_position_, tag, "id", heading_->anchor);
      lesson_.headings.push_back(std::move(*heading_));
      heading_.reset();
      break;
    }
    case MD_BLOCK_CODE: leave_code(); break;
    default:
      if (type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL || type == MD_BLOCK_OL) --containers_;
      html_.close(tag_of(type));
      html_.verbatim("\n");
  }
  return go_on();
}

int Renderer::enter_span(MD_SPANTYPE type, void* detail) {
  flush_html();
  if (type == MD_SPAN_IMG) {
    const std::string source = decoded(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
    link_bytes_ += source.size();
    if (image_.depth++ == 0) image_ = {1, source, {}};
  } else if (image_.depth > 0) {
    // Within an alternative text only the words count.
  } else if (type == MD_SPAN_A) {
    enter_link(*static_cast<MD_SPAN_A_DETAIL*>(detail));
  } else if (!tag_of(type).empty()) {
    html_.open(tag_of(type));
  }
  if (link_bytes_ > kLinkBytesLimit) refusal_ = "its link addresses are too long in all";
  return go_on();
}

int Renderer::leave_span(MD_SPANTYPE type) {
  flush_html();
  if (type == MD_SPAN_IMG) {
    if (--image_.depth == 0) leave_image();
  } else if (image_.depth > 0) {
    return go_on();
  } else if (type == MD_SPAN_A) {
    leave_link();
  } else if (!tag_of(type).empty()) {
    html_.close(tag_of(type));
  }
  return go_on();
}

void Renderer::enter_link(const MD_SPAN_A_DETAIL& detail) {
  const std::string destination = decoded(detail.href);
  link_bytes_ += destination.size();
  OpenLink link;
  LinkTarget target = link_target(lesson_.file, destination);
  if (const auto* web = std::get_if<WebTarget>(&target)) {
    html_.open("a", {{"href", web->url}, {"rel", "noopener noreferrer"}});
    link.has_element = true;
  } else if (auto* anchor = std::get_if<AnchorTarget>(&target)) {
    html_.open("a", {{"href", "#" + anchor->anchor}});
    link.has_element = true;
    link.anchor = lesson_.anchor_links.size();
    lesson_.anchor_links.push_back({std::move(anchor->anchor), here()});
  } else if (auto* command = std::get_if<CommandTarget>(&target)) {
    link.command = lesson_.links.size();
    const std::string id = fmt::format("l{}", lesson_.links.size() + 1);
    html_.open("a", {{"class", "tt-command"}, {"data-link", id}, {"href", "#"}});
    link.has_element = true;
    lesson_.links.push_back({id, {}, std::move(command->command), std::move(command->arguments_json), here()});
  } else {
    report(
        here(), Severity::kError, "bad-link",
        fmt::format("The link to \"{}\" is shown as text: {}.", destination.substr(0, 80), std::get<RefusedTarget>(target).reason));
  }
  links_.push_back(std::move(link));
}

void Renderer::leave_link() {
  OpenLink link = std::move(links_.back());
  links_.pop_back();
  if (link.command) {
    lesson_.links[*link.command].label = std::move(link.label);
    lesson_.links[*link.command].line = here();
  }
  if (link.anchor) lesson_.anchor_links[*link.anchor].line = here();
  if (link.has_element) html_.close("a");
}

void Renderer::leave_image() {
  const OpenImage image = std::exchange(image_, {});
  const ImageSource source = image_source(lesson_.file, image.source);
  if (const auto* file = std::get_if<ImageTarget>(&source)) {
    html_.empty("img", {{"data-path", file->path}, {"alt", image.alt}});
    lesson_.images.push_back({file->path, image.alt, here()});
  } else if (const auto* web = std::get_if<WebTarget>(&source); web != nullptr && links_.empty()) {
    web_link(*web, image.alt.empty() ? std::string_view(web->url) : std::string_view(image.alt));
  } else {
    html_.verbatim(image.alt);
    if (const auto* refused = std::get_if<RefusedTarget>(&source)) {
      report(here(), Severity::kError, "bad-image",
             fmt::format("The image \"{}\" isn't shown: {}.", image.source.substr(0, 80), refused->reason));
    }
  }
  if (!links_.empty()) links_.back().label += image.alt;
}

void Renderer::web_link(const WebTarget& target, std::string_view label) {
  html_.open("a", {{"href", target.url}, {"rel", "noopener noreferrer"}});
  html_.verbatim(label);
  html_.close("a");
}

void Renderer::enter_code(const MD_BLOCK_CODE_DETAIL& detail) {
  code_ = OpenCode{decoded(detail.info), {}, detail.fence_char, {}, {}, 0};
  if (const std::size_t offset = source_.offset_of(detail.info.text); detail.info.size > 0 && offset != LineIndex::npos) {
    code_->opening_line = source_.line_of(offset);
  }
}

void Renderer::code_piece(MD_TEXTTYPE type, std::string_view piece, std::size_t offset) {
  OpenCode& code = *code_;
  if (offset != LineIndex::npos) {
    if (!code.current.offset) code.current.offset = offset - std::min(code.nuls, offset);
  } else if (type == MD_TEXT_NULLCHAR) {
    if (!code.current.offset) ++code.nuls;
  } else if (piece == "\n") {
    code.lines.push_back(std::exchange(code.current, {}));
    code.nuls = 0;
  } else {
    code.current.indent += piece.size();
  }
}

void Renderer::leave_code() {
  const OpenCode code = std::move(*code_);
  code_.reset();
  const std::size_t first = first_code_line(source_, code.lines, next_line_, code.fence, code.opening_line);
  const std::size_t end = first + code.lines.size();
  const InfoString info = read_info_string(code.info);
  CodeBlock block{fmt::format("b{}", lesson_.blocks.size() + 1), info.language, info.step, code_text(source_, code.lines, first),
                  file_line(first)};
  html_.open("pre", {{"data-block", block.id}});
  if (block.language.empty()) {
    html_.open("code");
  } else {
    html_.open("code", {{"class", "language-" + block.language}});
  }
  std::string shown;
  for (std::size_t i = 0; i < block.text.size(); ++i) {
    const char c = block.text[i];
    if (c == '\r') {
      if (i + 1 == block.text.size() || block.text[i + 1] != '\n') shown += '\n';
    } else if (c == '\0') {
      shown += kReplacement;
    } else {
      shown += c;
    }
  }
  html_.verbatim(shown);
  html_.close("code");
  html_.close("pre");
  html_.verbatim("\n");
  const bool closed = code.fence == 0 || (end < source_.count() && closes_fence(source_.bare(end), code.fence));
  if (!closed)
    report(first > 0 ? file_line(first - 1) : first_line_, Severity::kError, "swallowed-fence", "This code block isn't closed.");
  next_line_ = end + (closed && code.fence != 0 ? 1 : 0);
  lesson_.blocks.push_back(std::move(block));
}

int Renderer::text(MD_TEXTTYPE type, std::string_view text) {
  const std::size_t offset = source_.offset_of(text.data());
  if (offset != LineIndex::npos) {
    line_ = source_.line_of(offset);
    next_line_ = line_ + 1;
  }
  if (code_) {
    code_piece(type, text, offset);
    return go_on();
  }
  if (type == MD_TEXT_HTML) {
    if (raw_html_.empty()) raw_html_line_ = here();
    raw_html_ += text;
    return go_on();
  }
  if (type == MD_TEXT_NULLCHAR && !raw_html_.empty()) {
    raw_html_ += kReplacement;
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
    case MD_TEXT_CODE: plain(text); break;
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

void Renderer::entity(std::string_view reference) {
  if (const auto known = decode_entity(reference)) return plain(*known);
  const std::string_view name = reference.size() > 2 ? reference.substr(1, reference.size() - 2) : std::string_view();
  const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
  // The browser knows all two thousand names; an unknown one it shows as it stands.
  if (image_.depth > 0 || !is_name) return plain(reference);
  html_.reference(reference);
  if (!links_.empty()) links_.back().label += reference;
  if (heading_) heading_->text += reference;
}

// Text in which "~~" and https addresses mean something. md4c could find both, but takes a single '~' for a mark, and
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
  bool escaped = offset != LineIndex::npos && offset > 0 && body_[offset - 1] == '\\';
  while (links_.empty()) {
    const auto address = find_web_address(text);
    if (!address) break;
    const std::string_view url = text.substr(address->first, address->second);
    const LinkTarget target = link_target(lesson_.file, url);
    const std::string_view before = text.substr(0, address->first);
    html_.text(before, std::exchange(escaped, false));
    if (const auto* web = std::get_if<WebTarget>(&target)) {
      web_link(*web, url);
    } else {
      html_.verbatim(url);
    }
    text.remove_prefix(address->first + address->second);
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
  for (const HtmlToken& token : tokenize_html(raw)) {
    if (token.kind == HtmlToken::Kind::kText) {
      html_text(token.source);
    } else if (!is_author_tag(token.name)) {
      html_.verbatim(token.source);
      report(raw_html_line_, Severity::kWarning, "html-refused", fmt::format("<{}> is shown as text.", token.name.substr(0, 40)));
    } else if (token.kind == HtmlToken::Kind::kClose) {
      (void)html_.author_close(token.name);  // one too many does no harm
    } else if (!html_.author_open(token.name)) {
      report(raw_html_line_, Severity::kWarning, "html-refused", fmt::format("<{}> can't stand here and is left out.", token.name));
    }
  }
}

}  // namespace

Result<void> render(std::string_view body, std::uint32_t first_line, Lesson& lesson) {
  return Renderer(body, first_line, lesson).run();
}

}  // namespace tt::lessons
