#include "overlay_files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tt::lessons {

Result<std::string> OverlayFiles::read(std::string_view path, std::size_t limit) const {
  const auto open = texts_.find(path);
  if (open == texts_.end()) return below_.read(path, limit);
  if (open->second.size() <= limit) return open->second;
  return fail(ErrorKind::kTooLarge, fmt::format("{} is larger than the limit of {} bytes.", path, limit));
}

Result<std::uint64_t> OverlayFiles::size(std::string_view path) const {
  const auto open = texts_.find(path);
  if (open == texts_.end()) return below_.size(path);
  return open->second.size();
}

Result<std::vector<std::string>> OverlayFiles::list(std::string_view folder) const {
  Result<std::vector<std::string>> names = below_.list(folder);
  if (!names) return names;
  const std::string prefix = folder.empty() ? std::string() : std::string(folder) + "/";
  for (const auto& [path, text] : texts_) {
    if (!path.starts_with(prefix) || path.find('/', prefix.size()) != std::string::npos) continue;
    names->push_back(path.substr(prefix.size()));
  }
  std::ranges::sort(*names);
  names->erase(std::ranges::unique(*names).begin(), names->end());
  if (folders_ == Folders::kNone) std::erase_if(*names, [](const std::string& name) { return name.ends_with('/'); });
  return names;
}

}  // namespace tt::lessons
