// The folder beside a destination in which a clone grows until it is whole.
#pragma once

#include <filesystem>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::repos {

// Invariant: owns an existing folder "<destination>.part-<8 hexadecimal digits>" and a lock on it, which tells other windows
// that it is in use. Removed with the object, unless it became the destination.
class PartFolder {
 public:
  // Removes what crashed clones into the same destination left behind, then makes a folder of its own. kConflict where
  // `destination` exists and isn't an empty folder, kBusy where another window is cloning into it, kIo otherwise.
  static Result<PartFolder> create(const std::filesystem::path& destination);

  PartFolder(PartFolder&& other) noexcept;
  PartFolder& operator=(PartFolder&&) = delete;
  ~PartFolder();

  const std::filesystem::path& path() const { return path_; }

  // Renames the folder to the destination. kConflict where something appeared there meanwhile.
  Result<void> become_destination();

 private:
  PartFolder(std::filesystem::path path, std::filesystem::path destination, Fd lock);

  std::filesystem::path path_;  // empty: given away
  std::filesystem::path destination_;
  Fd lock_;
};

}  // namespace tt::repos
