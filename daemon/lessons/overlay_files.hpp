// A pack's files with the texts of an editor in place of what the disk holds.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "files.hpp"

namespace tt::lessons {

// By path relative to the pack.
using OpenTexts = std::map<std::string, std::string, std::less<>>;

// What it is given must outlive it. A text whose file doesn't exist yet is there all the same.
class OverlayFiles final : public Files {
 public:
  enum class Folders { kAll, kNone };

  // With kNone folders aren't listed: a folder that is no pack may hold anything.
  OverlayFiles(const Files& below, const OpenTexts& texts, Folders folders) : below_(below), texts_(texts), folders_(folders) {}

  Result<std::string> read(std::string_view path, std::size_t limit) const override;
  Result<std::uint64_t> size(std::string_view path) const override;
  Result<std::vector<std::string>> list(std::string_view folder) const override;

 private:
  const Files& below_;
  const OpenTexts& texts_;
  Folders folders_;
};

}  // namespace tt::lessons
