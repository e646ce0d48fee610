// What a checkout on disk is: its branch, commit, and whether it was changed.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "library.hpp"

namespace tt::repos {

struct Head {
  std::string branch;  // "main"; empty: a detached head
  std::string commit;  // 40 hexadecimal digits; empty: no commit yet
};

struct RepoState {
  std::string branch;  // "main"; empty: a detached head
  std::string commit;  // 40 hexadecimal digits; empty: no commit yet
  bool dirty = false;  // a tracked file is changed, deleted or staged; untracked files and submodules don't count
};

// `path` is the checkout's own folder: its parents aren't searched. Reads every tracked file's metadata: call it on a pool
// thread. kNotFound where there is no repository, kUnsupported where it belongs to another user (Git's rule), else kIo.
Result<RepoState> state(const std::filesystem::path& path);

// The part of state() that costs next to nothing. Errors as there.
Result<Head> read_head(const std::filesystem::path& path);

}  // namespace tt::repos
