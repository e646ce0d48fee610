// Open-file-description locks: held as long as any process has the description open, so a dead holder leaves no stale lock.
#pragma once

#include <filesystem>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::jobdir {

// Creates `<folder>/lock` and takes its write lock. Hand the descriptor to launch_supervisor() and keep no copy: the lock
// then drops when the supervisor ends. kConflict where the file exists.
Result<Fd> create_lock(const std::filesystem::path& folder);

// Whether somebody (this process too) holds `<folder>/lock`: the job's supervisor is alive or about to be.
// False where there is no lock file.
bool is_locked(const std::filesystem::path& folder);

// Takes the write lock of an open file without waiting. False when somebody else holds it.
Result<bool> try_lock(int fd);

// Takes it, however long somebody else holds it.
Result<void> wait_for_lock(int fd);

// Whether the file at `path` is write-locked through another open file description.
bool is_file_locked(const std::filesystem::path& path);

}  // namespace tt::jobdir
