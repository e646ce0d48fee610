#include "users_file.hpp"

#include <fmt/format.h>

#include "base/files.hpp"

namespace tt::server {

namespace fs = std::filesystem;

Result<void> write_users_file(const fs::path& path, std::string_view text) {
  std::error_code ignored;
  fs::path target = fs::weakly_canonical(path, ignored);
  if (ignored || target.empty()) target = path;
  const fs::file_status status = fs::status(target, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("{} is no file.", path.string()), "Pick a file, or a new name.");
  }
  if (!fs::is_directory(target.parent_path(), ignored)) {
    return fail(ErrorKind::kNotFound, fmt::format("There is no folder {}.", target.parent_path().string()),
                "Make it first, or pick another.");
  }
  const unsigned mode = fs::exists(status) ? static_cast<unsigned>(status.permissions()) & 0777u : 0644u;
  return write_file_atomically(target, text, mode);
}

}  // namespace tt::server
