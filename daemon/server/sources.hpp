// Finds the files that a log names on this machine: as they stand, or, where the log speaks of the machine on which tt-metal was
// built, by the longest end of their path below a known folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/async.hpp"
#include "daemon.hpp"
#include "gates/marks.hpp"
#include "jobs/record.hpp"

namespace tt::server {

struct SourcePlace {
  std::filesystem::path file;  // absolute, below one of the folders
  std::uint32_t line = 0;      // from 1
  std::uint32_t column = 0;    // from 1; 0: not known
};

// The folders in which a job's sources may be, the likeliest first: its own, the workspace, tt-metal.
asio::awaitable<std::vector<std::filesystem::path>> source_folders(Daemon& daemon, std::string cwd);

// Blocks, for the pool: looks at no more than some hundred paths, and lists no folder. Only a regular file below one of
// `folders` is an answer, links resolved; a name without a folder counts only directly in one of them.
std::optional<std::filesystem::path> find_source(std::span<const std::filesystem::path> folders, std::string_view printed);

// For each mark the first of its places that is on this machine. Blocks, for the pool; of very many files only the first are
// looked for.
std::vector<std::optional<SourcePlace>> find_places(std::span<const std::filesystem::path> folders,
                                                    std::span<const gates::Mark> marks);

}  // namespace tt::server
