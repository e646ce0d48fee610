#include "contents.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/utf8.hpp"

namespace tt::store {
namespace {

struct Table {
  std::string_view name;
  std::string_view sql;
};

// Without row ids a table is one b-tree: there is no index that could contradict it.
constexpr std::array kTables = {
    Table{
        "steps",
        "CREATE TABLE steps(pack TEXT NOT NULL, lesson TEXT NOT NULL, step TEXT NOT NULL, status TEXT NOT NULL, \"by\" TEXT NOT "
        "NULL, "
        "job TEXT NOT NULL, detail TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY(pack, lesson, step)) STRICT, WITHOUT ROWID"},
    Table{"consents", "CREATE TABLE consents(key TEXT PRIMARY KEY NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID"},
    Table{"kv", "CREATE TABLE kv(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID"},
};

Outcome<std::int64_t> read_version(Database& database) {
  std::int64_t version = 0;
  const Outcome<void> done = database.run("PRAGMA user_version", {}, [&](const Row& row) { version = row.integer(0); });
  if (!done) return std::unexpected(done.error());
  return version;
}

std::unexpected<Failure> damaged(std::string message) {
  return std::unexpected(Failure{Failure::Kind::kDamaged, std::move(message)});
}

Outcome<void> make_tables(Database& database) {
  return database.write([&]() -> Outcome<void> {
    const Outcome<std::int64_t> version = read_version(database);
    if (!version) return std::unexpected(version.error());
    if (*version != 0) return {};  // another process made them while we waited
    for (const Table& table : kTables) {
      if (Outcome<void> made = database.run(table.sql); !made) return made;
    }
    return database.run("PRAGMA user_version = 1");
  });
}
static_assert(kSchemaVersion == 1, "make_tables writes the version as text");

Outcome<void> check_tables(Database& database) {
  std::map<std::string, std::string> found;
  Outcome<void> done = database.run("SELECT name, sql FROM sqlite_schema WHERE type = 'table'", {},
                                    [&](const Row& row) { found[row.text(0)] = row.text(1); });
  if (!done) return done;
  for (const Table& table : kTables) {
    if (found[std::string(table.name)] != table.sql) return damaged("its tables are not the ones that were made");
  }
  std::string verdict;
  done = database.run("PRAGMA quick_check(1)", {}, [&](const Row& row) { verdict = row.text(0); });
  if (done && verdict != "ok") return damaged(verdict);
  return done;
}

bool is_sane(const std::string& text) { return utf8::is_valid(text); }
bool is_name(const std::string& text) { return !text.empty() && is_sane(text); }

void visit_from_both_ends(Database& database, const std::string& select, const std::string& order,
                          const std::function<void(const Row&)>& visit) {
  // A failure here is the damage: what came before it counts.
  (void)database.run(select + " ORDER BY " + order, {}, visit);
  std::string backwards;
  for (char c : order) backwards += c == ',' ? std::string(" DESC,") : std::string(1, c);
  (void)database.run(select + " ORDER BY " + backwards + " DESC", {}, visit);
}

}  // namespace

Outcome<Schema> prepare_schema(Database& database) {
  Outcome<std::int64_t> version = read_version(database);
  if (!version) return std::unexpected(version.error());
  if (*version < 0 || *version > kHighestVersion) return damaged("its version makes no sense");
  if (*version > kSchemaVersion) return Schema::kNewer;
  for (const char* pragma : {"PRAGMA cell_size_check = ON", "PRAGMA journal_mode = TRUNCATE", "PRAGMA synchronous = FULL"}) {
    if (Outcome<void> done = database.run(pragma); !done) return std::unexpected(done.error());
  }
  if (*version == 0) {
    if (Outcome<void> made = make_tables(database); !made) return std::unexpected(made.error());
  }
  if (Outcome<void> checked = check_tables(database); !checked) return std::unexpected(checked.error());
  return Schema::kOurs;
}

Contents salvage(const std::filesystem::path& file) {
  Contents contents;
  struct stat info{};
  if (::lstat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_uid != ::geteuid()) return contents;
  Outcome<Database> database = Database::open(file, Access::kReadOnly);
  if (!database) return contents;
  visit_from_both_ends(*database, "SELECT pack, lesson, step, status, \"by\", job, detail, at_ms FROM steps", "pack,lesson,step",
                       [&](const Row& row) {
                         const StepRecord record{row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.integer(7)};
                         const std::string pack = row.text(0), lesson = row.text(1);
                         if (!is_name(pack) || !is_name(lesson) || !is_name(record.step) || !is_name(record.status)) return;
                         if (!is_sane(record.by) || !is_sane(record.job) || !is_sane(record.detail) || record.at_ms < 0) return;
                         contents.steps.insert_or_assign({pack, lesson, record.step}, record);
                       });
  visit_from_both_ends(*database, "SELECT key, value FROM kv", "key", [&](const Row& row) {
    if (is_name(row.text(0)) && is_sane(row.text(1))) contents.values.insert_or_assign(row.text(0), row.text(1));
  });
  return contents;
}

Outcome<void> put_contents(Database& database, const Contents& contents) {
  return database.write([&]() -> Outcome<void> {
    for (const auto& [key, record] : contents.steps) {
      const auto& [pack, lesson, step] = key;
      Outcome<void> done = database.run("INSERT OR REPLACE INTO steps VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                                        {pack, lesson, step, record.status, record.by, record.job, record.detail, record.at_ms});
      if (!done) return done;
    }
    for (const auto& [key, value] : contents.values) {
      if (Outcome<void> done = database.run("INSERT OR REPLACE INTO kv VALUES(?, ?)", {key, value}); !done) return done;
    }
    return {};
  });
}

}  // namespace tt::store
