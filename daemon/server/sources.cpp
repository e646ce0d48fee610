#include "sources.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <system_error>

namespace tt::server {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLongestPath = 1024;
constexpr std::size_t kMostParts = 24;  // of a path, from its end
constexpr std::size_t kMostFiles = 500;

bool is_below(const fs::path& folder, const fs::path& path) {
  const auto [rest, unused] = std::ranges::mismatch(folder, path);
  return rest == folder.end();
}

bool is_file(const fs::path& path) {
  std::error_code failure;
  return fs::is_regular_file(path, failure);
}

// Whether it is still below the folder when links are followed.
bool stays_below(const fs::path& folder, const fs::path& path) {
  std::error_code failure;
  const fs::path real_folder = fs::canonical(folder, failure);
  if (failure) return false;
  const fs::path real = fs::canonical(path, failure);
  return !failure && is_below(real_folder, real);
}

// The names on the way, without "." and "..": what "../" leads out of isn't known.
std::vector<fs::path> parts_of(const fs::path& path) {
  std::vector<fs::path> parts;
  for (const fs::path& part : path.lexically_normal().relative_path()) {
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
  }
  if (parts.size() > kMostParts) parts.erase(parts.begin(), parts.end() - kMostParts);
  return parts;
}

fs::path join(std::span<const fs::path> parts) {
  fs::path path;
  for (const fs::path& part : parts) path /= part;
  return path;
}

}  // namespace

asio::awaitable<std::vector<fs::path>> source_folders(Daemon& daemon, std::string cwd) {
  const std::string tt_metal = co_await tt_metal_path(daemon);
  std::vector<fs::path> folders;
  for (const std::string& text : {cwd, daemon.workspace, tt_metal}) {
    const fs::path folder = fs::path(text).lexically_normal();
    if (!folder.is_absolute() || folder == folder.root_path() || std::ranges::find(folders, folder) != folders.end()) continue;
    folders.push_back(folder);
  }
  co_return folders;
}

std::optional<fs::path> find_source(std::span<const fs::path> folders, std::string_view printed) {
  if (printed.empty() || printed.size() > kLongestPath || printed.find('\0') != std::string_view::npos) return std::nullopt;
  const fs::path path = fs::path(printed).lexically_normal();
  if (path.is_absolute() && is_file(path)) {
    const auto holds = [&](const fs::path& folder) { return is_below(folder, path) && stays_below(folder, path); };
    // It is a file of this machine: another one with a similar name isn't meant.
    return std::ranges::any_of(folders, holds) ? std::optional(path) : std::nullopt;
  }
  const std::vector<fs::path> parts = parts_of(path);
  for (std::size_t first = 0; first < parts.size(); ++first) {
    const std::span<const fs::path> rest = std::span(parts).subspan(first);
    if (rest.size() == 1 && first > 0) break;
    const fs::path tail = join(rest);
    for (const fs::path& folder : folders) {
      fs::path candidate = folder / tail;
      if (is_file(candidate) && stays_below(folder, candidate)) return candidate;
    }
  }
  return std::nullopt;
}

std::vector<std::optional<SourcePlace>> find_places(std::span<const fs::path> folders, std::span<const gates::Mark> marks) {
  std::map<std::string, std::optional<fs::path>, std::less<>> known;
  const auto find = [&](const std::string& printed) -> std::optional<fs::path> {
    const auto it = known.find(printed);
    if (it != known.end()) return it->second;
    if (known.size() >= kMostFiles) return std::nullopt;
    return known.emplace(printed, find_source(folders, printed)).first->second;
  };
  std::vector<std::optional<SourcePlace>> places;
  places.reserve(marks.size());
  for (const gates::Mark& mark : marks) {
    std::optional<SourcePlace>& found = places.emplace_back();
    for (const gates::Place& place : mark.places) {
      if (std::optional<fs::path> file = find(place.file)) {
        found = SourcePlace{std::move(*file), place.line, place.column};
        break;
      }
    }
  }
  return places;
}

}  // namespace tt::server
