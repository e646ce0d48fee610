// The files of a pack on disk, read without ever leaving its folder.
#pragma once

#include <filesystem>

#include "base/fd.hpp"
#include "files.hpp"

namespace tt::lessons {

// Invariant: every path is resolved by the kernel beneath the folder that was opened, following no symbolic link
// (openat2 with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, Linux 5.6).
class PackFiles final : public Files {
 public:
  // kNotFound where there is no such folder. The folder itself may be reached through symbolic links.
  static Result<PackFiles> open(const std::filesystem::path& folder);

  explicit PackFiles(Fd folder) : folder_(std::move(folder)) {}
  PackFiles(PackFiles&& other) noexcept : folder_(std::move(other.folder_)) {}

  Result<std::string> read(std::string_view path, std::size_t limit) const override;
  Result<std::uint64_t> size(std::string_view path) const override;
  Result<std::vector<std::string>> list(std::string_view folder) const override;

 private:
  Fd folder_;
};

}  // namespace tt::lessons
