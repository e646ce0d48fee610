// HTML text in which every element is closed and every character is escaped, by construction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tt::lessons {

using Attribute = std::pair<std::string_view, std::string_view>;

// `text` with & < > " as references.
void append_escaped(std::string& out, std::string_view text);

// Invariant: elements nest; what is written is text, references or elements of the renderer's choice. Elements are the
// renderer's (open, close) or the author's (author_open, author_close); the author's can neither close one of the
// renderer's nor outlive it.
class HtmlWriter {
 public:
  // Text that may hold "~~" marks; a pair of them in one element becomes <del>. `escaped` says that a backslash stands
  // before the first character.
  void text(std::string_view text, bool escaped = false);
  // Text without marks.
  void verbatim(std::string_view text);
  // A reference such as "&nbsp;" whose name is known to be letters and digits.
  void reference(std::string_view reference);

  // An attribute whose name is empty is left out.
  void open(std::string_view tag, std::initializer_list<Attribute> attributes = {});
  void close(std::string_view tag);
  // An element without content; an attribute without value is written alone.
  void empty(std::string_view tag, std::initializer_list<Attribute> attributes = {});

  // The author's elements: false where the element may not stand here, or none of that name is open.
  bool author_open(std::string_view tag);
  bool author_close(std::string_view tag);

  // A block begins or ends: pairs of "~~" are settled, and the author's elements closed that hold no paragraphs.
  void block_border();

  // Gives the element that was opened at `position` (as position() said before open()) an attribute.
  void add_attribute(std::size_t position, std::string_view tag, std::string_view name, std::string_view value);

  std::size_t position() const { return html_.size(); }
  std::size_t size() const { return html_.size(); }
  // Closes what is open and hands the text over.
  std::string finish();

 private:
  struct Open {
    std::string tag;
    bool by_author;
    std::uint64_t serial;  // tells two elements of one depth apart
  };
  struct Mark {
    std::size_t position;
    bool opens;
  };
  struct Pending {
    std::uint64_t serial;
    std::size_t position;
  };

  void mark(std::size_t position, bool can_open, bool can_close);
  void settle_marks();
  void pop();

  std::string html_;
  std::vector<Open> open_;
  std::uint64_t next_serial_ = 1;
  std::size_t author_depth_ = 0;
  std::vector<Pending> pending_;  // the last opening mark of each element that is open, innermost last
  std::vector<Mark> paired_;
};

}  // namespace tt::lessons
