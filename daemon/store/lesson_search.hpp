// Finds words in lessons while one types: an index in memory, by SQLite's FTS5.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "database.hpp"

namespace tt::store {

struct SearchSection {
  std::string anchor;  // empty: the lesson's beginning
  std::string heading;
  std::string text;
};

struct SearchLesson {
  std::string id, title;
  std::string revision;  // of its text: one that is known isn't read again
  std::vector<SearchSection> sections;
};

struct SearchHit {
  std::string lesson, anchor;
  std::string heading;  // plain; empty: the lesson's beginning
  std::string excerpt;  // one line around what was found
};

// Invariant: holds an open index. Its functions block, and one thread at a time may call them.
class LessonSearch {
 public:
  // kInternal where there is no memory for it.
  static Result<LessonSearch> open();

  // From here on these lessons are searched, and no others.
  Result<void> take(std::span<const SearchLesson> lessons);

  // Sections with all words of `text`, the last of which may be the beginning of one; the best first: words in titles and headings
  // count more. Letters' case and accents make no difference, and nothing in `text` is syntax. None for a text without a letter or
  // digit.
  Result<std::vector<SearchHit>> find(std::string_view text, std::size_t limit);

 private:
  explicit LessonSearch(Database database) : database_(std::move(database)) {}

  Database database_;
  std::map<std::string, std::string, std::less<>> revisions_;  // of the lessons that are in it
};

}  // namespace tt::store
