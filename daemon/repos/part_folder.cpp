#include "part_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace tt::repos {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = ".part-";
constexpr std::size_t kDigits = 8;

bool is_part_of(std::string_view name, std::string_view destination) {
  if (name.size() != destination.size() + kMark.size() + kDigits) return false;
  if (!name.starts_with(destination) || name.substr(destination.size(), kMark.size()) != kMark) return false;
  return name.substr(name.size() - kDigits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// A lock on the folder itself; empty where it is gone, isn't a folder, or somebody else holds it (`is_held`).
Fd lock_folder(const fs::path& path, bool& is_held) {
  is_held = false;
  Fd fd{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
  if (!fd) return {};
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    is_held = errno == EWOULDBLOCK;
    return is_held ? Fd{} : std::move(fd);  // a file system without flock
  }
  return fd;
}

bool is_same_folder(const Fd& fd, const fs::path& path) {
  struct stat open_one{}, named{};
  return ::fstat(fd.get(), &open_one) == 0 && ::lstat(path.c_str(), &named) == 0 && open_one.st_ino == named.st_ino &&
         open_one.st_dev == named.st_dev;
}

Result<void> check_destination(const fs::path& destination) {
  struct stat info{};
  if (::lstat(destination.c_str(), &info) != 0) {
    if (errno == ENOENT) return {};
    return fail_errno("look at", destination.string(), errno);
  }
  std::error_code error;
  if (S_ISDIR(info.st_mode) && fs::is_empty(destination, error) && !error) return {};
  return fail(ErrorKind::kConflict, fmt::format("{} exists already and isn't an empty folder.", destination.string()),
              "Choose another folder, or move what is there out of the way.");
}

Result<void> remove_stale(const fs::path& destination) {
  const std::string name = destination.filename().string();
  std::vector<fs::path> stale;
  std::error_code error;
  for (fs::directory_iterator entry(destination.parent_path(), error), end; !error && entry != end; entry.increment(error)) {
    if (is_part_of(entry->path().filename().string(), name)) stale.push_back(entry->path());
  }
  for (const fs::path& path : stale) {
    struct stat info{};
    if (::lstat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != ::geteuid()) continue;
    bool is_held = false;
    const Fd lock = lock_folder(path, is_held);
    if (is_held) {
      return fail(ErrorKind::kBusy, fmt::format("Another window is cloning into {}.", destination.string()),
                  "Wait until it is done, or stop it there.");
    }
    if (lock) fs::remove_all(path, error);
  }
  return {};
}

}  // namespace

Result<PartFolder> PartFolder::create(const fs::path& destination) {
  if (Result<void> free = check_destination(destination); !free) return std::unexpected(free.error());
  std::error_code error;
  fs::create_directories(destination.parent_path(), error);
  if (error) return fail_errno("create the folder", destination.parent_path().string(), error.value());
  if (Result<void> clean = remove_stale(destination); !clean) return std::unexpected(clean.error());

  std::random_device random;
  for (int attempt = 0; attempt < 16; ++attempt) {
    fs::path path = fmt::format("{}{}{:08x}", destination.string(), kMark, random());
    if (::mkdir(path.c_str(), 0755) != 0) {
      if (errno == EEXIST) continue;
      return fail_errno("create the folder", path.string(), errno);
    }
    bool is_held = false;
    Fd lock = lock_folder(path, is_held);
    // Between mkdir and the lock another window may have taken it for a rest and removed it.
    if (lock && is_same_folder(lock, path)) return PartFolder(std::move(path), destination, std::move(lock));
  }
  return fail(ErrorKind::kBusy, fmt::format("No folder could be made beside {}.", destination.string()), "Try again.");
}

PartFolder::PartFolder(fs::path path, fs::path destination, Fd lock)
    : path_(std::move(path)), destination_(std::move(destination)), lock_(std::move(lock)) {}

PartFolder::PartFolder(PartFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})), destination_(std::move(other.destination_)), lock_(std::move(other.lock_)) {}

PartFolder::~PartFolder() {
  if (path_.empty()) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Result<void> PartFolder::become_destination() {
  // rename replaces an empty folder and nothing else.
  if (::rename(path_.c_str(), destination_.c_str()) != 0) {
    if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR) {
      return fail(ErrorKind::kConflict, fmt::format("{} appeared while the clone was running.", destination_.string()),
                  "Choose another folder, or move what is there out of the way.");
    }
    return fail_errno("rename", path_.string(), errno);
  }
  path_.clear();
  return {};
}

}  // namespace tt::repos
