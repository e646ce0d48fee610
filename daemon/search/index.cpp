#include "index.hpp"

#include "query.hpp"

namespace tt::search {
namespace {

// `title` stands in every row so that a word of the title and one of the section find the section. Prefixes of up to three
// characters have an index of their own: they are what a search as one types begins with, and match most.
constexpr std::string_view kTable =
    "CREATE VIRTUAL TABLE sections USING fts5(title, head, body, code, document UNINDEXED, anchor UNINDEXED, "
    "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')";

// A heading tells more of its section than a word within, and prose more than code.
constexpr std::string_view kRank = "INSERT INTO sections(sections, rank) VALUES('rank', 'bm25(0.5, 8.0, 1.0, 0.6)')";

constexpr std::string_view kInsert =
    "INSERT INTO sections(rowid, title, head, body, code, document, anchor) VALUES(?, ?, ?, ?, ?, ?, ?)";

// The marks of excerpt.hpp; 24 words are about two lines.
constexpr std::string_view kFind =
    "SELECT document, anchor, head, snippet(sections, 1, char(1), char(2), '\u2026', 24), "
    "snippet(sections, 2, char(1), char(2), '\u2026', 24), snippet(sections, 3, char(1), char(2), '\u2026', 24) "
    "FROM sections WHERE sections MATCH ? ORDER BY rank LIMIT ?";

Result<void> to_result(const store::Outcome<void>& outcome) {
  if (outcome) return {};
  return fail(ErrorKind::kInternal, "The index of the lessons failed: " + outcome.error().message);
}

// A mark, or a NUL at which SQLite would end the text, becomes a blank.
std::string without_marks(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c == kMatchBegins || c == kMatchEnds || c == '\0') c = ' ';
  }
  return out;
}

// Of the places that hold most of the words, prose tells more than code, and both more than the heading, which is shown anyway.
Hit read_hit(const store::Row& row) {
  Hit hit{row.text(0), row.text(2), row.text(1), Place::kTitle, read_excerpt(row.text(3))};
  std::size_t most = 0;
  for (const auto& [column, place] : {std::pair{4, Place::kText}, std::pair{5, Place::kCode}}) {
    Excerpt excerpt = read_excerpt(row.text(column));
    const std::size_t words = different_matches(excerpt);
    if (words <= most) continue;
    most = words;
    hit.place = place;
    hit.excerpt = std::move(excerpt);
  }
  return hit;
}

}  // namespace

Result<Index> Index::make() {
  store::Outcome<store::Database> database = store::Database::open({}, store::Access::kMemory);
  if (!database) return std::unexpected(to_result(std::unexpected(database.error())).error());
  for (const std::string_view statement : {kTable, kRank}) {
    if (Result<void> done = to_result(database->run(statement)); !done) return std::unexpected(done.error());
  }
  return Index(std::move(*database));
}

bool Index::has(const std::string& key, std::string_view revision) const {
  const auto found = documents_.find(key);
  return found != documents_.end() && found->second.revision == revision;
}

Result<void> Index::put(const Document& document) {
  if (Result<void> dropped = drop(document.key); !dropped) return dropped;
  const std::int64_t first = next_row_;
  const std::string title = without_marks(document.title);
  const store::Outcome<void> added = database_.write([&]() -> store::Outcome<void> {
    for (const Section& section : document.sections) {
      store::Outcome<void> done =
          database_.run(kInsert, {next_row_, title, without_marks(section.heading), without_marks(section.text),
                                  without_marks(section.code), document.key, section.anchor});
      if (!done) return done;
      ++next_row_;
    }
    return {};
  });
  if (added) documents_[document.key] = {document.revision, first, next_row_ - first};
  return to_result(added);
}

Result<void> Index::keep_only(const std::set<std::string, std::less<>>& keys) {
  std::vector<std::string> gone;
  for (const auto& [key, rows] : documents_) {
    if (!keys.contains(key)) gone.push_back(key);
  }
  for (const std::string& key : gone) {
    if (Result<void> dropped = drop(key); !dropped) return dropped;
  }
  return {};
}

Result<void> Index::drop(const std::string& key) {
  const auto found = documents_.find(key);
  if (found == documents_.end()) return {};
  const Rows& rows = found->second;
  const store::Outcome<void> done = database_.write(
      [&] { return database_.run("DELETE FROM sections WHERE rowid >= ? AND rowid < ?", {rows.first, rows.first + rows.count}); });
  if (done) documents_.erase(found);
  return to_result(done);
}

Result<Answer> Index::find(std::string_view text, std::size_t limit) {
  Answer answer;
  const std::string expression = match_expression(text);
  if (expression.empty()) return answer;
  const auto wanted = static_cast<std::int64_t>(limit) + 1;
  const store::Outcome<void> done =
      database_.run(kFind, {expression, wanted}, [&](const store::Row& row) { answer.hits.push_back(read_hit(row)); });
  if (!done) return std::unexpected(to_result(done).error());
  if (answer.hits.size() > limit) {
    answer.hits.pop_back();
    answer.complete = false;
  }
  return answer;
}

}  // namespace tt::search
