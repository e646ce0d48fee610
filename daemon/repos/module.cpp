// The module tt-bringup-git.so: the functions of this room that need libgit2, in one table.
#include "git.hpp"
#include "library.hpp"

extern "C" [[gnu::visibility("default")]] const tt::repos::Git* tt_bringup_git() {
  // Never shut down: the module stays loaded, and starting libgit2 reads the machine's certificates anew, some 15 ms.
  static const tt::repos::Library library;
  static constexpr tt::repos::Git kGit{&tt::repos::clone, &tt::repos::state, &tt::repos::read_head, &tt::repos::diff};
  return &kGit;
}
