// md4c's blocks: paragraphs, lists, tables, headings and code.
#include <fmt/format.h>

#include <algorithm>

#include "cost.hpp"
#include "info_string.hpp"
#include "renderer.hpp"

namespace tt::lessons {
namespace {

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

}  // namespace

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
      in_cell_ = true;
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
      if (type == MD_BLOCK_TD || type == MD_BLOCK_TH) in_cell_ = false;
      if (type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL || type == MD_BLOCK_OL) --containers_;
      html_.close(tag_of(type));
      html_.verbatim("\n");
  }
  return go_on();
}

void Renderer::enter_code(const MD_BLOCK_CODE_DETAIL& detail) {
  code_ = OpenCode{decoded(detail.info), span_of(detail.info), {}, detail.fence_char, {}, {}};
  if (const std::size_t offset = prepared_.offset_of(detail.info.text); detail.info.size > 0 && offset != Prepared::npos) {
    code_->opening_line = source_.line_of(offset);
  }
}

void Renderer::code_piece(std::string_view piece, std::size_t offset) {
  OpenCode& code = *code_;
  if (offset != Prepared::npos) {
    if (!code.current.offset) code.current.offset = offset;
  } else if (piece == "\n") {
    code.lines.push_back(std::exchange(code.current, {}));
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
  if (!info.step.empty() && !code.info_span.empty()) {
    const std::size_t begin = code.info_span.begin + code.info.find("step=" + info.step) + std::string_view("step=").size();
    block.step_span = {begin, begin + info.step.size()};
  }
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
    } else {
      shown += c;
    }
  }
  html_.verbatim(shown);
  html_.close("code");
  html_.close("pre");
  html_.verbatim("\n");
  const bool closed = code.fence == 0 || (end < source_.count() && closes_fence(source_.bare(end), code.fence));
  report_fences(code.fence, first, end, closed);
  next_line_ = end + (closed && code.fence != 0 ? 1 : 0);
  lesson_.blocks.push_back(std::move(block));
}

// A block that isn't closed, and one that holds the opening fence of another: then its own closing fence was forgotten, and what
// comes after it until the other's end is shown as code.
void Renderer::report_fences(char fence, std::size_t first, std::size_t end, bool closed) {
  if (fence == 0) return;
  const std::size_t opening = first > 0 ? first - 1 : 0;
  if (!closed) {
    report_at(span_of_line(opening), file_line(opening), Severity::kError, "swallowed-fence", "This code block isn't closed.");
  }
  const std::size_t length = fence_length(source_.bare(opening), fence);
  for (std::size_t line = first; line < std::min(end, source_.count()); ++line) {
    if (!opens_another(source_.bare(line), fence, length)) continue;
    report_at(span_of_line(line), file_line(line), Severity::kWarning, "swallowed-fence",
              "This line is a part of the code block that begins in line {}: its closing fence seems to be missing.",
              file_line(opening));
    return;
  }
}

}  // namespace tt::lessons
