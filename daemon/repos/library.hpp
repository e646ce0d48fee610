// libgit2, started once for as long as somebody uses it.
#pragma once

namespace tt::repos {

// Invariant: while one lives, libgit2 is initialised. The library counts, so they nest and may live on several threads.
// The first one reads the machine's certificates, some 15 ms: hold one around the work, not around the program.
class Library {
 public:
  Library();
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

}  // namespace tt::repos
