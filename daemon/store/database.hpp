// A SQLite connection as a value: statements go in, rows and failures come out.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

namespace tt::store {

// What SQLite said. The kind is what to do about it, `message` is for people.
struct Failure {
  enum class Kind {
    kBusy,     // another process holds the lock, and the busy timeout is over
    kDamaged,  // the file isn't a database, or one that contradicts itself
    kDisk,     // can't be opened, read or written: permissions, no space, an I/O error
    kMemory,
  };
  Kind kind = Kind::kDisk;
  std::string message;
};

template <class T>
using Outcome = std::expected<T, Failure>;

// One row of a result, valid while the callback runs.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  std::string text(int column) const;
  std::int64_t integer(int column) const;

 private:
  sqlite3_stmt* statement_;
};

using Value = std::variant<std::int64_t, std::string_view>;

enum class Access { kReadWrite, kReadOnly, kMemory };

// Invariant: holds an open connection with a busy timeout of 5 s.
class Database {
 public:
  // Never creates the file.
  static Outcome<Database> open(const std::filesystem::path& file, Access access);

  // Runs one statement with its '?' bound in order, and calls `visit` with each row.
  Outcome<void> run(std::string_view sql, std::initializer_list<Value> values = {},
                    const std::function<void(const Row&)>& visit = {});
  // Runs `work` between BEGIN IMMEDIATE and COMMIT; undone where either fails.
  Outcome<void> write(const std::function<Outcome<void>()>& work);

  // Whether the file at the path is no longer the one that is open.
  bool has_moved() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  explicit Database(std::unique_ptr<sqlite3, Close> connection) : connection_(std::move(connection)) {}
  Failure failure(int code) const;

  std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace tt::store
