#include "catalog.hpp"

#include <algorithm>
#include <tuple>

#include "files.hpp"

namespace tt::lessons {
namespace {

constexpr std::size_t kFolderDepth = 8;
constexpr std::size_t kFiles = 1000;

Result<void> collect(const Files& files, const std::string& folder, std::size_t depth, std::vector<std::string>& found) {
  const auto names = files.list(folder);
  if (!names) return std::unexpected(names.error());
  for (const std::string& name : *names) {
    if (name.starts_with('.') || name.starts_with('_')) continue;
    const std::string path = folder.empty() ? name : folder + "/" + name;
    if (name.ends_with('/')) {
      if (depth == 0) continue;
      // A subfolder that can't be read hides its own lessons only.
      (void)collect(files, path.substr(0, path.size() - 1), depth - 1, found);
    } else if (name.ends_with(".md") && name != "README.md" && found.size() < kFiles) {
      found.push_back(path);
    }
  }
  return {};
}

}  // namespace

void sort_entries(std::vector<LessonEntry>& entries, std::span<const std::string> manifest_order) {
  const auto key = [&](const LessonEntry& entry) {
    const auto place = std::ranges::find(manifest_order, entry.file) - manifest_order.begin();
    const bool listed = place < std::ssize(manifest_order);
    const FrontMatter& front = entry.lesson.front_matter;
    return std::tuple(place, listed ? std::string() : front.category, listed ? std::string() : front.title, entry.file);
  };
  std::ranges::sort(entries, {}, key);
}

std::optional<std::size_t> find_lesson(std::span<const LessonEntry> entries, std::string_view name) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].lesson.front_matter.id == name) return i;
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (file_stem(entries[i].file) == name) return i;
  }
  return std::nullopt;
}

Result<std::vector<std::string>> find_lesson_files(const Files& files, std::string_view folder) {
  std::vector<std::string> found;
  if (auto done = collect(files, std::string(folder), kFolderDepth, found); !done) return std::unexpected(done.error());
  std::ranges::sort(found);
  return found;
}

}  // namespace tt::lessons
