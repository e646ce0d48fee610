// What a search looks for: a text, or a regular expression of RE2, whose time is linear in the text whatever it is.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::jobs {

inline constexpr std::size_t kLongestSearchText = 1000;

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

// Invariant: a match never reaches over a line end. Cheap to copy; may be used on any thread.
class SearchPattern {
 public:
  // kInvalidArgument for a text that is empty, longer than kLongestSearchText or holds a line end, and, with `regex`, for one
  // that isn't a regular expression.
  static Result<SearchPattern> compile(std::string_view text, bool regex, bool case_sensitive);

  // The first match in `text` that begins at `from` or behind it. `text` may hold many lines, and any bytes.
  std::optional<Span> find(std::string_view text, std::size_t from) const;

  // Bytes that have to be looked at again where a text is cut: a match that begins before them lies before the cut, as far
  // as that can be said of a regular expression.
  std::size_t overlap() const;

 private:
  struct Literal;
  struct Expression;
  explicit SearchPattern(std::shared_ptr<const Literal> literal) : literal_(std::move(literal)) {}
  explicit SearchPattern(std::shared_ptr<const Expression> expression) : expression_(std::move(expression)) {}

  // Exactly one of them is there.
  std::shared_ptr<const Literal> literal_;
  std::shared_ptr<const Expression> expression_;
};

}  // namespace tt::jobs
