// The file's place on disk: a folder and files that only their owner can reach, and the lock that repairs are made under.
#pragma once

#include <filesystem>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::store {

// Makes the folder of `file` (0700), `file` itself (0600, empty) where it is missing, and mends looser modes. kIo where that
// isn't possible, where the folder or the file belongs to somebody else, or where others may write to the folder.
Result<void> prepare_place(const std::filesystem::path& file);

// Where a damaged `file` goes: "<file>.damaged-1" to "-9", the first that is free, or the last.
std::filesystem::path place_for_damaged(const std::filesystem::path& file);

// Moves `file` and what SQLite keeps beside it. kIo on failure, and then `file` is where it was.
Result<void> move_aside(const std::filesystem::path& file, const std::filesystem::path& aside);

// Held shared while a store uses the file, alone while one moves it aside: a SQLite lock belongs to a file, and can't guard a
// name. Invariant: owns the descriptor of the lock file, and so at most one lock on it.
class PlaceLock {
 public:
  PlaceLock() = default;
  static Result<PlaceLock> open(const std::filesystem::path& file);

  // kBusy after 5 s.
  Result<void> lock_shared();
  Result<void> lock_alone();
  void unlock();

 private:
  explicit PlaceLock(Fd fd) : fd_(std::move(fd)) {}
  Result<void> lock(int operation);
  Fd fd_;
};

}  // namespace tt::store
