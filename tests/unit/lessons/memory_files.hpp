// The files of a pack in memory.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lessons/files.hpp"

namespace tt::lessons::testing {

class MemoryFiles final : public Files {
 public:
  explicit MemoryFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  Result<std::string> read(std::string_view path, std::size_t) const override {
    const auto found = files_.find(std::string(path));
    if (found == files_.end()) return fail(ErrorKind::kNotFound, "There is no such file.");
    return found->second;
  }
  Result<std::uint64_t> size(std::string_view path) const override {
    const auto text = read(path, 0);
    if (!text) return std::unexpected(text.error());
    return text->size();
  }
  Result<std::vector<std::string>> list(std::string_view folder) const override {
    const std::string prefix = folder.empty() ? std::string() : std::string(folder) + "/";
    std::set<std::string> names;
    for (const auto& [path, text] : files_) {
      if (!path.starts_with(prefix)) continue;
      const std::size_t slash = path.find('/', prefix.size());
      names.insert(path.substr(prefix.size(), slash == std::string::npos ? slash : slash + 1 - prefix.size()));
    }
    return std::vector<std::string>(names.begin(), names.end());
  }

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace tt::lessons::testing
