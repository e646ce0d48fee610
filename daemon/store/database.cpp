#include "database.hpp"

#include <sqlite3.h>

namespace tt::store {
namespace {

constexpr int kBusyTimeoutMs = 5000;

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { ::sqlite3_finalize(statement); }
};

Failure::Kind kind_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Failure::Kind::kBusy;
    case SQLITE_NOMEM: return Failure::Kind::kMemory;
    // Our own statements are right, so an error about one of them says that the tables aren't what we made.
    case SQLITE_ERROR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_FORMAT: return Failure::Kind::kDamaged;
    default: return Failure::Kind::kDisk;
  }
}

}  // namespace

std::string Row::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(::sqlite3_column_text(statement_, column));
  if (!bytes) return {};
  return {bytes, static_cast<std::size_t>(::sqlite3_column_bytes(statement_, column))};
}

std::int64_t Row::integer(int column) const { return ::sqlite3_column_int64(statement_, column); }

void Database::Close::operator()(sqlite3* connection) const { ::sqlite3_close_v2(connection); }

Outcome<Database> Database::open(const std::filesystem::path& file, Access access) {
  const int flags = access == Access::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* opened = nullptr;
  const char* name = access == Access::kMemory ? ":memory:" : file.c_str();
  const int code = ::sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database{std::unique_ptr<sqlite3, Close>(opened)};
  if (!opened) return std::unexpected(Failure{Failure::Kind::kMemory, "out of memory"});
  if (code != SQLITE_OK) return std::unexpected(database.failure(code));
  ::sqlite3_extended_result_codes(opened, 1);
  ::sqlite3_busy_timeout(opened, kBusyTimeoutMs);
  // A damaged or planted file must not make SQLite run what its schema says.
  ::sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  ::sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  ::sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  ::sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  return database;
}

Outcome<void> Database::run(std::string_view sql, std::initializer_list<Value> values,
                            const std::function<void(const Row&)>& visit) {
  sqlite3_stmt* prepared = nullptr;
  int code = ::sqlite3_prepare_v2(connection_.get(), sql.data(), static_cast<int>(sql.size()), &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
  if (code != SQLITE_OK) return std::unexpected(failure(code));
  int place = 0;
  for (const Value& value : values) {
    ++place;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      code = ::sqlite3_bind_int64(prepared, place, *number);
    } else {
      const auto text = std::get<std::string_view>(value);
      // An empty view may hold a null pointer, which would bind NULL.
      const char* bytes = text.empty() ? "" : text.data();
      code = ::sqlite3_bind_text64(prepared, place, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    if (code != SQLITE_OK) return std::unexpected(failure(code));
  }
  while ((code = ::sqlite3_step(prepared)) == SQLITE_ROW) {
    if (visit) visit(Row(prepared));
  }
  if (code != SQLITE_DONE) return std::unexpected(failure(code));
  return {};
}

Outcome<void> Database::write(const std::function<Outcome<void>()>& work) {
  if (Outcome<void> begun = run("BEGIN IMMEDIATE"); !begun) return begun;
  Outcome<void> done = work();
  if (done) done = run("COMMIT");
  // Some failures have ended the transaction already; a second end is harmless.
  if (!done && ::sqlite3_get_autocommit(connection_.get()) == 0) (void)run("ROLLBACK");
  return done;
}

bool Database::has_moved() const {
  int moved = 0;
  return ::sqlite3_file_control(connection_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

Failure Database::failure(int code) const { return {kind_of(code), ::sqlite3_errmsg(connection_.get())}; }

}  // namespace tt::store
