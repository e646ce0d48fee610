// The disk, and the tt-metal checkout on it.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/files.hpp"
#include "checks.hpp"

namespace tt::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kGigabyte = 1'000'000'000;

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool is_filled_folder(const fs::path& path) {
  std::error_code error;
  return is_folder(path) && !fs::is_empty(path, error) && !error;
}

// The folders of submodules that .gitmodules names and that hold nothing.
std::vector<std::string> missing_submodules(const fs::path& checkout) {
  std::vector<std::string> missing;
  const Result<std::string> modules = read_file(checkout / ".gitmodules", 1 << 20);
  if (!modules) return missing;
  for (std::size_t at = 0; at < modules->size();) {
    const std::size_t end = std::min(modules->find('\n', at), modules->size());
    std::string_view line = std::string_view(*modules).substr(at, end - at);
    at = end + 1;
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with("path")) continue;
    const std::size_t equals = line.find('=');
    const std::size_t value = line.find_first_not_of(" \t", equals == std::string_view::npos ? equals : equals + 1);
    if (value == std::string_view::npos) continue;
    line = line.substr(value, line.find_last_not_of(" \t\r") - value + 1);
    if (!is_filled_folder(checkout / line)) missing.emplace_back(line);
  }
  return missing;
}

bool is_built(const fs::path& checkout) { return is_filled_folder(checkout / "build/lib"); }

}  // namespace

Check check_disk(std::optional<std::uint64_t> free_bytes) {
  Check check{"disk", "Disk space", Status::kPass, {}, {}};
  if (!free_bytes) {
    check.status = Status::kUnknown;
    check.detail = "The free space of the home folder can't be read.";
    return check;
  }
  check.detail = fmt::format("{} GB free in the home folder", *free_bytes / kGigabyte);
  if (*free_bytes >= 100 * kGigabyte) return check;
  if (*free_bytes >= 20 * kGigabyte) {
    check.status = Status::kWarn;
    check.detail += "; a build of tt-metal and the weights of one model take up to 100 GB";
  } else {
    check.status = Status::kFail;
    check.detail += "; a clone and build of tt-metal alone take about 20 GB";
  }
  check.remedy = "Free some space, or put tt-metal and the weights (HF_HOME, TT_CACHE_PATH) on another disk.";
  return check;
}

Check check_tt_metal(const DoctorInput& input) {
  Check check{"tt-metal", "tt-metal", Status::kWarn, {}, {}};
  const fs::path checkout = input.tt_metal.empty() ? (input.home.empty() ? fs::path{} : input.home / "tt-metal")
                                                   : expanded(input.tt_metal.string(), input.home);
  const std::string place = shown(checkout, input.home);
  if (checkout.empty()) {
    check.status = Status::kUnknown;
    check.detail = "No folder is set for tt-metal, and there is no home folder to look in.";
    check.remedy = "Name the checkout in the setting tenstorrent.ttMetalPath.";
    return check;
  }
  if (!is_folder(checkout)) {
    check.detail = fmt::format("There is no tt-metal at {}.", place);
    check.remedy = "Run \"Clone tt-metal\", or name your checkout in the setting tenstorrent.ttMetalPath.";
    return check;
  }
  if (!is_folder(checkout / "tt_metal")) {
    check.detail = fmt::format("{} is there, but it isn't a tt-metal checkout.", place);
    check.remedy = "Name your checkout in the setting tenstorrent.ttMetalPath.";
    return check;
  }
  const std::vector<std::string> missing = missing_submodules(checkout);
  if (!missing.empty()) {
    check.detail = fmt::format("Cloned at {}, without {} of its submodules ({}{}).", place, missing.size(),
                               shown(missing.front(), {}), missing.size() > 1 ? ", ..." : "");
    check.remedy = "In that folder run: git submodule update --init --recursive";
    return check;
  }
  if (!is_built(checkout)) {
    check.detail = fmt::format("Cloned at {}, not built (nothing in build/lib).", place);
    check.remedy = "Run \"Build tt-metal\".";
    return check;
  }
  check.status = Status::kPass;
  check.detail = fmt::format("Cloned and built at {}", place);
  return check;
}

}  // namespace tt::doctor
