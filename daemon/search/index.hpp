// A full-text index of documents in memory, for results while somebody types.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "excerpt.hpp"
#include "store/database.hpp"

namespace tt::search {

// What is found as one.
struct Section {
  std::string heading;  // plain
  std::string anchor;   // empty: the document's beginning
  std::string text, code;
};

struct Document {
  std::string key;       // tells it from all others
  std::string revision;  // tells its text from an earlier one
  std::string title;     // counts for each section, beside what is the section's own
  std::vector<Section> sections;
};

enum class Place { kTitle, kText, kCode };

struct Hit {
  std::string key;
  std::string heading, anchor;  // of the section
  Place place = Place::kText;   // where in the section the excerpt is from
  Excerpt excerpt;
};

struct Answer {
  std::vector<Hit> hits;  // the best first
  bool complete = true;   // false: there is more than the limit
};

// Invariant: holds one revision of each document. One thread at a time; put() and find() take some milliseconds.
class Index {
 public:
  // kInternal where there is no memory.
  static Result<Index> make();

  bool has(const std::string& key, std::string_view revision) const;

  // Adds a document, in place of what it had of it. kInternal where there is no memory; the document is missing then. Texts have
  // to be valid UTF-8.
  Result<void> put(const Document& document);

  // Drops every document whose key isn't among these.
  Result<void> keep_only(const std::set<std::string, std::less<>>& keys);

  // Nothing where `text` holds no word. No text of valid UTF-8 makes it fail, but a lack of memory does (kInternal). `limit` is at
  // least 1.
  Result<Answer> find(std::string_view text, std::size_t limit);

 private:
  // Its rows are those from `first` on.
  struct Rows {
    std::string revision;
    std::int64_t first = 0, count = 0;
  };
  explicit Index(store::Database database) : database_(std::move(database)) {}
  Result<void> drop(const std::string& key);

  store::Database database_;
  std::map<std::string, Rows, std::less<>> documents_;
  std::int64_t next_row_ = 1;
};

}  // namespace tt::search
