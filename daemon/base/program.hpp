// Where a program lies, found as a shell finds it but without starting anything.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

namespace tt {

// Whether `path` is a regular file (links followed) that this user may execute.
bool is_program(const std::filesystem::path& path);

// The first program called `name` in the folders of `path_variable` (as $PATH: colon-separated), then in `extra`. A name
// with a '/' is looked at as it stands. Empty and relative folders are skipped: what would be found depended on where we
// happen to stand.
std::optional<std::filesystem::path> find_program(std::string_view name, std::string_view path_variable,
                                                  std::span<const std::filesystem::path> extra = {});

}  // namespace tt
