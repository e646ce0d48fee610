// Small files, whole: read with a limit, write so that a reader sees the old or the new text, never half.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "result.hpp"

namespace tt {

// The bytes of a regular file. kNotFound where there is none, kTooLarge over `limit` bytes, kIo otherwise.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

// Writes beside `path`, fsyncs and renames. `mode` is the new file's permission bits. kIo on failure, and the old file stays.
Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0600);

}  // namespace tt
