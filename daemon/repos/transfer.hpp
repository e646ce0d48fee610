// One running transfer: libgit2's callbacks, turned into progress and a way to stop.
#pragma once

#include <git2.h>

#include <string>
#include <string_view>

#include "clone.hpp"

namespace tt::repos {

// Must outlive every libgit2 call that was given its options.
class Transfer {
 public:
  explicit Transfer(const CloneCallbacks& callbacks) : callbacks_(callbacks) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // What comes next is about the submodule at `path`; empty: about the repository itself.
  void begin(std::string path);
  bool is_cancelled();

  git_fetch_options fetch_options();
  git_checkout_options checkout_options();

 private:
  void report(ClonePhase phase, std::size_t received, std::size_t total);
  static int on_objects(const git_indexer_progress* progress, void* self);
  static int on_message(const char* text, int length, void* self);
  static void on_file(const char* path, std::size_t done, std::size_t total, void* self);
  static int on_plan(git_checkout_notify_t why, const char* path, const git_diff_file* baseline, const git_diff_file* target,
                     const git_diff_file* workdir, void* self);

  const CloneCallbacks& callbacks_;
  std::string submodule_;
  std::size_t bytes_ = 0;
  bool is_cancelled_ = false;
};

// Whether a repository may come from `url`: https, and with `allow_local` this machine's own folders.
bool is_allowed_url(std::string_view url, bool allow_local);

}  // namespace tt::repos
