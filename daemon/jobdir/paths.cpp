#include "paths.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <vector>

#include "ulid.hpp"

namespace tt::jobdir {
namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

std::optional<std::string> home_of_password_database() {
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return std::nullopt;
  if (entry.pw_dir == nullptr || entry.pw_dir[0] != '/') return std::nullopt;
  return std::string(entry.pw_dir);
}

bool is_set(const std::optional<std::string>& value) { return value && !value->empty(); }

// Checks what an open descriptor is, so that nothing can be swapped between the look and the use.
Result<void> check_private(int folder, const fs::path& name) {
  struct stat info{};
  if (::fstat(folder, &info) != 0) return fail_errno("stat", name.string(), errno);
  if (info.st_uid != ::geteuid()) {
    return fail(ErrorKind::kIo, fmt::format("The folder {} belongs to user {}, not to you.", name.string(), info.st_uid),
                "Remove it, or set TT_BRINGUP_STATE to a folder of your own.");
  }
  if ((info.st_mode & 0022u) != 0) {
    return fail(ErrorKind::kIo, fmt::format("Others may write to the folder {} (mode {:o}).", name.string(), info.st_mode & 07777u),
                fmt::format("Look at what is in it, then run: chmod 700 '{}'.", name.string()));
  }
  if ((info.st_mode & 0077u) != 0 && ::fchmod(folder, 0700) != 0) return fail_errno("chmod", name.string(), errno);
  return {};
}

}  // namespace

StateEnvironment state_environment() { return {variable("TT_BRINGUP_STATE"), variable("XDG_STATE_HOME"), variable("HOME")}; }

Result<fs::path> resolve_state_root(const StateEnvironment& environment) {
  if (is_set(environment.override_folder)) {
    if (environment.override_folder->front() != '/') {
      return fail(ErrorKind::kInvalidArgument,
                  fmt::format("TT_BRINGUP_STATE is '{}', which isn't absolute.", *environment.override_folder),
                  "Set it to an absolute path, or unset it.");
    }
    return fs::path(*environment.override_folder).lexically_normal();
  }
  if (is_set(environment.xdg_state_home) && environment.xdg_state_home->front() == '/') {
    return fs::path(*environment.xdg_state_home) / "tt-bringup" / "v1";
  }
  std::optional<std::string> home = environment.home;
  if (!is_set(home) || home->front() != '/') home = home_of_password_database();
  if (!home) {
    return fail(ErrorKind::kNotFound,
                "There is no folder to keep jobs in: HOME is unset and the password database has no home for this user.",
                "Set HOME or TT_BRINGUP_STATE.");
  }
  return fs::path(*home) / ".local" / "state" / "tt-bringup" / "v1";
}

Result<Fd> open_private_folder(const fs::path& folder) {
  Fd fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
  if (!fd) {
    if (errno == ENOENT) return fail(ErrorKind::kNotFound, fmt::format("There is no folder {}.", folder.string()));
    return fail_errno("open folder", folder.string(), errno);
  }
  if (Result<void> checked = check_private(fd.get(), folder); !checked) return std::unexpected(checked.error());
  return fd;
}

namespace {

// Everything below the state folder stands or falls with it, so every failure names the same way out.
std::unexpected<Error> fail_folder(const fs::path& folder, int error_number) {
  std::unexpected<Error> failure = fail_errno("create the folder", folder.string(), error_number);
  failure.error().remedy = error_number == ENOSPC
                               ? "Free some space on that disk, or set TT_BRINGUP_STATE to a folder on another one."
                               : "Make it writable, or set TT_BRINGUP_STATE to a folder that is.";
  return failure;
}

}  // namespace

Result<void> make_private_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    if (errno != ENOENT || !folder.has_parent_path() || folder.parent_path() == folder) {
      return fail_folder(folder, errno);
    }
    // Parents are made but not checked: ~/.local may well be a symlink or shared with a group.
    std::error_code ignored;
    std::vector<fs::path> missing;
    for (fs::path p = folder.parent_path(); !fs::exists(p, ignored) && p != p.parent_path(); p = p.parent_path())
      missing.push_back(p);
    std::ranges::reverse(missing);
    for (const fs::path& parent : missing) {
      if (::mkdir(parent.c_str(), 0700) != 0 && errno != EEXIST) return fail_folder(parent, errno);
    }
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return fail_folder(folder, errno);
  }
  Result<Fd> opened = open_private_folder(folder);
  if (!opened) return std::unexpected(opened.error());
  return {};
}

Result<void> prepare_state_root(const fs::path& root) {
  for (const fs::path& folder : {root, root / "jobs", root / "devices"}) {
    if (Result<void> made = make_private_folder(folder); !made) return made;
  }
  return {};
}

fs::path job_folder(const fs::path& root, std::string_view id) { return root / "jobs" / id; }

Result<fs::path> create_job_folder(const fs::path& root, std::string_view id) {
  if (!is_ulid(id)) return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is no job id.", id));
  const fs::path folder = job_folder(root, id);
  if (::mkdir(folder.c_str(), 0700) != 0) {
    if (errno == EEXIST) return fail(ErrorKind::kConflict, fmt::format("The job folder {} exists already.", folder.string()));
    return fail_folder(folder, errno);
  }
  return folder;
}

Result<fs::path> device_folder(const fs::path& root, std::string_view name) {
  const bool fits = !name.empty() && name.size() <= 64 && name.front() != '.' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == ':' ||
           c == '-';
  });
  if (!fits) return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' can't be a device's name.", name));
  const fs::path folder = root / "devices" / name;
  if (Result<void> made = make_private_folder(folder); !made) return std::unexpected(made.error());
  return folder;
}

}  // namespace tt::jobdir
