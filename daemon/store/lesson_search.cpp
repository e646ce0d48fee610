#include "lesson_search.hpp"

#include <algorithm>

namespace tt::store {
namespace {

Error to_error(const Failure& failure) {
  return {ErrorKind::kInternal, "The lessons can't be searched: " + failure.message + ".", {}};
}

bool is_wordlike(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Each word as a string of FTS5's, in which only quotation marks mean anything; the last one as a beginning. Empty where there is
// none.
std::string query_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::string query;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (text.empty()) break;
    const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
    text.remove_prefix(word.size());
    if (std::ranges::none_of(word, is_wordlike)) continue;
    if (!query.empty()) query += ' ';
    query += '"';
    for (const char c : word) {
      // FTS5 takes a NUL for the query's end.
      if (c != '\0') query += c;
      if (c == '"') query += '"';
    }
    query += '"';
  }
  if (!query.empty()) query += '*';
  return query;
}

std::string on_one_line(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

}  // namespace

Result<LessonSearch> LessonSearch::open() {
  Outcome<Database> database = Database::open({}, Access::kMemory);
  if (!database) return std::unexpected(to_error(database.error()));
  // prefix: what a word begins with is looked up, not searched for.
  const Outcome<void> made = database->run(
      "CREATE VIRTUAL TABLE sections USING fts5(title, heading, text, lesson UNINDEXED, anchor UNINDEXED, "
      "prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2')");
  if (!made) return std::unexpected(to_error(made.error()));
  return LessonSearch(std::move(*database));
}

Result<void> LessonSearch::take(std::span<const SearchLesson> lessons) {
  std::map<std::string, std::string, std::less<>> revisions;
  for (const SearchLesson& lesson : lessons) revisions.emplace(lesson.id, lesson.revision);
  const Outcome<void> written = database_.write([&]() -> Outcome<void> {
    for (const auto& [id, revision] : revisions_) {
      const auto now = revisions.find(id);
      if (now != revisions.end() && now->second == revision) continue;
      if (Outcome<void> gone = database_.run("DELETE FROM sections WHERE lesson = ?", {id}); !gone) return gone;
    }
    for (const SearchLesson& lesson : lessons) {
      const auto known = revisions_.find(lesson.id);
      if (known != revisions_.end() && known->second == lesson.revision) continue;
      // Of two lessons with one id the first is the one that opens.
      if (revisions.at(lesson.id) != lesson.revision) continue;
      for (const SearchSection& section : lesson.sections) {
        Outcome<void> added = database_.run("INSERT INTO sections(title, heading, text, lesson, anchor) VALUES (?, ?, ?, ?, ?)",
                                            {lesson.title, section.heading, section.text, lesson.id, section.anchor});
        if (!added) return added;
      }
    }
    return {};
  });
  if (!written) return std::unexpected(to_error(written.error()));
  revisions_ = std::move(revisions);
  return {};
}

Result<std::vector<SearchHit>> LessonSearch::find(std::string_view text, std::size_t limit) {
  std::vector<SearchHit> hits;
  const std::string query = query_of(text);
  if (query.empty()) return hits;
  const Outcome<void> read = database_.run(
      "SELECT lesson, anchor, heading, snippet(sections, 2, '', '', '\xE2\x80\xA6', 16) FROM sections WHERE sections MATCH ? "
      "ORDER BY bm25(sections, 8.0, 5.0, 1.0) LIMIT ?",
      {std::string_view(query), static_cast<std::int64_t>(limit)},
      [&](const Row& row) { hits.push_back({row.text(0), row.text(1), row.text(2), on_one_line(row.text(3))}); });
  if (!read) return std::unexpected(to_error(read.error()));
  return hits;
}

}  // namespace tt::store
