// libgit2, started once for as long as somebody uses it.
#pragma once

namespace tt::repos {

// Invariant: while one lives, libgit2 is initialised. Cheap to nest: the library counts. The server holds one for its whole
// life, so that the count never drops to zero while a clone runs on another thread.
class Library {
 public:
  Library();
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

}  // namespace tt::repos
