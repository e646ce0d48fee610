// What the renderer keeps between md4c's callbacks; private to this room.
#pragma once

#include <fmt/format.h>
#include <md4c.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "anchor.hpp"
#include "fence.hpp"
#include "html_writer.hpp"
#include "lesson.hpp"
#include "line_index.hpp"
#include "prepared.hpp"
#include "render.hpp"
#include "target.hpp"

namespace tt::lessons {

inline constexpr std::size_t kProblemLimit = 500;
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

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
  std::string title;
  std::string alt;
  TextSpan span;
};

struct OpenCode {
  std::string info;
  TextSpan info_span;
  std::optional<std::size_t> opening_line;
  char fence = 0;
  std::vector<CodeLine> lines;
  CodeLine current;
};

// The state between md4c's callbacks. Each returns 0 to go on; a refusal ends the parse.
class Renderer {
 public:
  Renderer(std::string_view body, std::uint32_t first_line, std::optional<std::size_t> body_offset, Lesson& lesson,
           const Policy& policy)
      : body_(body),
        prepared_(body),
        source_(body),
        first_line_(first_line),
        body_offset_(body_offset),
        lesson_(lesson),
        policy_(policy) {}

  Result<void> run();

 private:
  int enter_block(MD_BLOCKTYPE type, void* detail);
  int leave_block(MD_BLOCKTYPE type, void* detail);
  int enter_span(MD_SPANTYPE type, void* detail);
  int leave_span(MD_SPANTYPE type);
  int text(MD_TEXTTYPE type, std::string_view read);

  // An attribute with its character references decoded.
  std::string decoded(const MD_ATTRIBUTE& attribute) const;

  void enter_link(const MD_SPAN_A_DETAIL& detail);
  void leave_link();
  void leave_image();
  void enter_code(const MD_BLOCK_CODE_DETAIL& detail);
  void code_piece(std::string_view piece, std::size_t offset);
  void leave_code();
  void report_fences(char fence, std::size_t first, std::size_t end, bool closed);
  void prose(std::string_view text, std::size_t offset);
  void code_text_of_span(std::string_view text);
  void entity(std::string_view reference);
  void plain(std::string_view text);
  void web_link(const WebTarget& target, std::string_view label);
  void flush_html();
  void html_text(std::string_view text);

  int go_on();
  std::uint32_t file_line(std::size_t line) const { return first_line_ + static_cast<std::uint32_t>(line); }
  // Empty where the attribute isn't a part of the text, or the text not that of the file.
  TextSpan span_of(const MD_ATTRIBUTE& attribute) const;
  TextSpan span_of_line(std::size_t line) const;
  std::uint32_t here() const { return file_line(std::min(line_, source_.count() - 1)); }
  // Formats nothing once there are kProblemLimit problems.
  template <class... Args>
  void report(std::uint32_t line, Severity severity, std::string_view rule, fmt::format_string<Args...> message, Args&&... args) {
    report_at({}, line, severity, rule, message, std::forward<Args>(args)...);
  }
  template <class... Args>
  void report_at(TextSpan span, std::uint32_t line, Severity severity, std::string_view rule, fmt::format_string<Args...> message,
                 Args&&... args) {
    if (lesson_.problems.size() >= kProblemLimit) return;
    lesson_.problems.push_back(
        {lesson_.file, line, severity, std::string(rule), fmt::format(message, std::forward<Args>(args)...), {}, span});
  }

  std::string_view body_;
  Prepared prepared_;  // md4c's pointers lead there
  LineIndex source_;
  std::uint32_t first_line_;
  std::optional<std::size_t> body_offset_;
  Lesson& lesson_;
  const Policy policy_;
  HtmlWriter html_;
  Anchors anchors_;
  std::optional<std::string> refusal_;
  std::size_t events_ = 0;
  std::size_t link_bytes_ = 0;
  std::size_t containers_ = 0;
  bool in_cell_ = false;
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

}  // namespace tt::lessons
