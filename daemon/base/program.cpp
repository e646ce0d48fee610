#include "program.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace tt {

bool is_program(const std::filesystem::path& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

std::optional<std::filesystem::path> find_program(std::string_view name, std::string_view path_variable,
                                                  std::span<const std::filesystem::path> extra) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string_view::npos) {
    std::filesystem::path path(name);
    if (is_program(path)) return path;
    return std::nullopt;
  }
  while (!path_variable.empty()) {
    const std::size_t colon = path_variable.find(':');
    const std::string_view folder = path_variable.substr(0, colon);
    path_variable = colon == std::string_view::npos ? std::string_view{} : path_variable.substr(colon + 1);
    if (!folder.starts_with('/')) continue;
    std::filesystem::path path = std::filesystem::path(folder) / name;
    if (is_program(path)) return path;
  }
  for (const std::filesystem::path& folder : extra) {
    if (!folder.is_absolute()) continue;
    std::filesystem::path path = folder / name;
    if (is_program(path)) return path;
  }
  return std::nullopt;
}

}  // namespace tt
