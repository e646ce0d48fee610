// Keeps a job's output, once as this project does and once as rows of SQLite, and reads the end of the rows.
//   bench_log_store ours FOLDER BYTES | sqlite FOLDER BYTES | sqlite-tail FOLDER LINES | sqlite-search FOLDER TEXT      Prints
//   JSON.
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "clock.hpp"
#include "supervisor/log_writer.hpp"

namespace {

constexpr std::size_t kPiece = 64 * 1024;  // what a supervisor takes from a terminal at a time
constexpr int kBatch = 10'000;             // rows of one transaction
constexpr std::string_view kLine =
    "2025-03-01 09:30:00.125 | INFO  | layer 17: attention output, PCC 0.99987, shape [1, 1, 32, 3072]\r\n";

void check(bool fine, const std::string& what) {
  if (!fine) throw std::runtime_error(what);
}

std::int64_t keep_ours(const std::string& folder, std::uint64_t bytes) {
  const tt::Fd anchor{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  check(static_cast<bool>(anchor), folder);
  std::string piece;
  while (piece.size() < kPiece) piece += kLine;
  const std::int64_t start = tt::bench::now();
  tt::Result<tt::supervisor::LogWriter> log = tt::supervisor::LogWriter::create(anchor.get());
  check(log.has_value(), "the log can't be made");
  while (log->kept() < bytes) log->append(piece, tt::bench::now());
  const std::int64_t end = tt::bench::now();
  check(log->dropped() == 0, "the disk is full");
  return end - start;
}

class Rows {
 public:
  explicit Rows(const std::string& folder) {
    check(::sqlite3_open((folder + "/log.db").c_str(), &database_) == SQLITE_OK, "SQLite can't open its file");
    // Without waiting for the disk, as ours doesn't: SQLite at its best.
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;");
  }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows() { ::sqlite3_close(database_); }

  void run(const char* text) { check(::sqlite3_exec(database_, text, nullptr, nullptr, nullptr) == SQLITE_OK, text); }

  sqlite3_stmt* prepare(const char* text) {
    sqlite3_stmt* statement = nullptr;
    check(::sqlite3_prepare_v2(database_, text, -1, &statement, nullptr) == SQLITE_OK, text);
    return statement;
  }

  // Steps through every row; answers with their number. The text of each is touched.
  std::int64_t count(sqlite3_stmt* statement) {
    std::int64_t rows = 0;
    while (::sqlite3_step(statement) == SQLITE_ROW) rows += ::sqlite3_column_bytes(statement, 0) > 0 ? 1 : 0;
    ::sqlite3_finalize(statement);
    return rows;
  }

 private:
  sqlite3* database_ = nullptr;
};

std::int64_t keep_rows(const std::string& folder, std::uint64_t bytes) {
  const std::int64_t start = tt::bench::now();
  Rows rows(folder);
  rows.run("CREATE TABLE log(line INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  sqlite3_stmt* insert = rows.prepare("INSERT INTO log(text) VALUES(?)");
  std::uint64_t kept = 0;
  while (kept < bytes) {
    rows.run("BEGIN");
    for (int i = 0; i < kBatch && kept < bytes; ++i, kept += kLine.size()) {
      ::sqlite3_bind_text(insert, 1, kLine.data(), static_cast<int>(kLine.size()), SQLITE_STATIC);
      check(::sqlite3_step(insert) == SQLITE_DONE, "a row was refused");
      ::sqlite3_reset(insert);
    }
    rows.run("COMMIT");
  }
  ::sqlite3_finalize(insert);
  return tt::bench::now() - start;
}

void print(std::int64_t ns, std::int64_t rows) { std::puts(fmt::format(R"({{"ns":{},"rows":{}}})", ns, rows).c_str()); }

void read_tail(const std::string& folder, const char* lines) {
  Rows rows(folder);
  const std::int64_t start = tt::bench::now();
  sqlite3_stmt* query = rows.prepare("SELECT text FROM log ORDER BY line DESC LIMIT ?");
  ::sqlite3_bind_int64(query, 1, std::atoll(lines));
  const std::int64_t count = rows.count(query);
  print(tt::bench::now() - start, count);
}

void search(const std::string& folder, const char* text) {
  Rows rows(folder);
  const std::int64_t start = tt::bench::now();
  sqlite3_stmt* query = rows.prepare("SELECT text FROM log WHERE instr(text, ?) > 0");
  ::sqlite3_bind_text(query, 1, text, -1, SQLITE_STATIC);
  const std::int64_t count = rows.count(query);
  print(tt::bench::now() - start, count);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string mode = argv[1];
  const std::string folder = argv[2];
  if (mode == "ours") {
    print(keep_ours(folder, std::strtoull(argv[3], nullptr, 10)), 0);
  } else if (mode == "sqlite") {
    print(keep_rows(folder, std::strtoull(argv[3], nullptr, 10)), 0);
  } else if (mode == "sqlite-tail") {
    read_tail(folder, argv[3]);
  } else if (mode == "sqlite-search") {
    search(folder, argv[3]);
  } else {
    return 2;
  }
}
