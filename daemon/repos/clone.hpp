// Clones a Git repository so that the destination holds all of it or isn't there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "library.hpp"

namespace tt::repos {

struct CloneRequest {
  std::string url;                    // https:// only
  std::filesystem::path destination;  // absolute; must not exist, or be an empty folder
  bool with_submodules = false;       // all of them, recursively
  bool allow_local = false;           // for tests: file:// and absolute paths too
};

enum class ClonePhase { kConnecting, kReceiving, kResolving, kCheckingOut };

// "connecting", "receiving objects", "resolving deltas", "writing files": for people.
std::string_view to_string(ClonePhase phase);

struct CloneProgress {
  ClonePhase phase = ClonePhase::kConnecting;
  std::string submodule;     // its path; empty: the repository itself
  std::size_t received = 0;  // objects, deltas or files, by phase
  std::size_t total = 0;     // of the same; 0: not known yet
  std::size_t bytes = 0;     // received over the network so far, for this repository
};

// Both are called on the thread that runs clone(), hundreds of times a second: they must be quick and not throw. Either may
// be empty.
struct CloneCallbacks {
  std::function<void(const CloneProgress&)> progress;
  std::function<bool()> cancelled;
};

struct CloneOutcome {
  std::filesystem::path destination;
  std::string branch;
  std::string commit;          // 40 hexadecimal digits
  std::size_t submodules = 0;  // how many were fetched
};

// Blocks until done: call it on a pool thread. It works in "<destination>.part-<8 hexadecimal digits>" beside the destination
// and renames at the end, removes that folder on failure or cancel, and first removes those that a crash left behind.
// `cancelled` is polled while objects arrive and between repositories; a connection attempt that hangs, and the writing of
// files, aren't interrupted (libgit2 1.5 has no call for it). Submodules may come from https only, too.
// Errors: kInvalidArgument (URL, relative path), kConflict (the destination exists), kCancelled, kNotFound (no such
// repository), kTooLarge (disk full), kIo (network, certificate, anything else), each with a remedy where there is one.
Result<CloneOutcome> clone(const CloneRequest& request, const CloneCallbacks& callbacks);

}  // namespace tt::repos
