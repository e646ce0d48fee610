// The text that md4c 0.4.8 is given in place of the lesson's own, where its rules are older or narrower than ours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tt::lessons {

// A body with as few changes as make md4c read it as CommonMark 0.31 and GFM 0.29 say:
//   - md4c wants three characters in each cell of a table's delimiter row: GFM one. Hyphens are put in.
//   - md4c skips a cell that holds nothing at all: its neighbours would move. A blank is put in.
//   - md4c makes a table although header and delimiter row differ in their cells: GFM doesn't. A hyphen of the row is hidden.
//   - md4c takes symbols beyond ASCII for letters beside '*' and '_': CommonMark 0.31 for punctuation. Punctuation that the body
//     doesn't hold stands in for them.
// Invariant: what md4c says of its text can be said of the body, by original(), offset_of() and restored().
class Prepared {
 public:
  static constexpr std::size_t npos = std::string_view::npos;

  // `body` has to outlive this. Linear in its size.
  explicit Prepared(std::string_view body);
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared() = default;

  // What md4c has to read: the body where nothing was changed. Bytes behind its end may be read.
  std::string_view text() const { return std::string_view(text_).substr(0, size_); }

  // Where in the body a pointer into text() lies; npos for a pointer that lies elsewhere.
  std::size_t offset_of(const char* pointer) const;
  // The body's bytes for a part of text(); what lies elsewhere is returned as it is.
  std::string_view original(std::string_view part) const;
  // For what md4c put together itself: the body's symbols back in place of those that stand in for them.
  std::string restored(std::string_view copied) const;

 private:
  // From an offset in text() to one in the body. A byte that was put in lies where the body's next byte does.
  std::size_t mapped(std::size_t at) const;

  struct Shift {
    std::size_t at;      // offset in text_
    std::size_t offset;  // in the body
  };

  using Insertions = std::vector<std::pair<std::size_t, char>>;           // before the byte at that offset, ascending
  using Replacements = std::vector<std::pair<std::size_t, std::string>>;  // of as many bytes

  // `part` is one of the body's.
  std::size_t offset_in_body(std::string_view part) const { return static_cast<std::size_t>(part.data() - body_.data()); }
  void widen(std::string_view delimiter_row, Insertions& inserted) const;
  void part_bars(std::string_view row, Insertions& inserted) const;
  void stand_in(Replacements& replaced);

  std::string_view body_;
  std::string text_;
  std::size_t size_ = 0;  // of text_, without what stands behind its end
  bool is_changed_ = false;
  std::vector<Shift> shifts_;                                   // ascending; between two both texts have the same length
  std::vector<std::pair<std::string, std::string>> stand_ins_;  // the one, and the symbol of the body
};

}  // namespace tt::lessons
