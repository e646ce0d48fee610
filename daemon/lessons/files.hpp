// The seam through which this room and its users read the files of a pack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tt::lessons {

// Paths are relative to the pack's folder, '/' between parts, "" is the folder itself. Nothing outside it is reachable.
class Files {
 public:
  Files() = default;
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  virtual ~Files() = default;

  // The bytes of a regular file. kNotFound where there is none or the path leaves the pack, kTooLarge over `limit`
  // bytes, kIo otherwise.
  virtual Result<std::string> read(std::string_view path, std::size_t limit) const = 0;

  // The size of a regular file in bytes; errors as for read().
  virtual Result<std::uint64_t> size(std::string_view path) const = 0;

  // The names in a folder, sorted bytewise, at most 10,000; folders end in '/'. Symbolic links and special files are
  // left out. Errors as for read().
  virtual Result<std::vector<std::string>> list(std::string_view folder) const = 0;
};

}  // namespace tt::lessons
