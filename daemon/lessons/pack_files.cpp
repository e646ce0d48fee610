#include "pack_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace tt::lessons {
namespace {

constexpr std::size_t kNames = 10000;

std::string name_of(std::string_view path) { return path.empty() ? "the pack's folder" : std::string(path); }

// O_NONBLOCK so that a FIFO in the pack can't hang the daemon.
Result<Fd> open_beneath(int folder, std::string_view path, int flags) {
  if (path.contains('\0')) return fail(ErrorKind::kInvalidArgument, "A path in the pack holds a NUL.");
  const std::string name = path.empty() ? "." : std::string(path);
  open_how how{};
  how.flags = static_cast<std::uint64_t>(O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  long fd = -1;
  // The kernel asks to try again where a folder was moved meanwhile.
  for (int attempt = 0; attempt < 8; ++attempt) {
    fd = ::syscall(SYS_openat2, folder, name.c_str(), &how, sizeof how);
    if (fd >= 0 || (errno != EAGAIN && errno != EINTR)) break;
  }
  if (fd >= 0) return Fd(static_cast<int>(fd));
  if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == EXDEV) {
    return fail(ErrorKind::kNotFound, fmt::format("There is no {} in the pack (symbolic links aren't followed).", name_of(path)));
  }
  return fail_errno("open", name_of(path), errno);
}

struct RegularFile {
  Fd fd;
  std::uint64_t size = 0;
};

Result<RegularFile> open_file(int folder, std::string_view path) {
  auto fd = open_beneath(folder, path, 0);
  if (!fd) return std::unexpected(fd.error());
  struct stat info{};
  if (::fstat(fd->get(), &info) != 0) return fail_errno("stat", name_of(path), errno);
  if (!S_ISREG(info.st_mode)) return fail(ErrorKind::kIo, fmt::format("{} is not a regular file.", name_of(path)));
  return RegularFile{std::move(*fd), static_cast<std::uint64_t>(info.st_size)};
}

}  // namespace

Result<PackFiles> PackFiles::open(const std::filesystem::path& folder) {
  Fd fd(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!fd) {
    if (errno == ENOENT || errno == ENOTDIR)
      return fail(ErrorKind::kNotFound, fmt::format("There is no folder {}.", folder.string()));
    return fail_errno("open", folder.string(), errno);
  }
  return PackFiles(std::move(fd));
}

Result<std::string> PackFiles::read(std::string_view path, std::size_t limit) const {
  const auto file = open_file(folder_.get(), path);
  if (!file) return std::unexpected(file.error());
  std::string bytes;
  char buffer[16384];
  for (;;) {
    const ssize_t n = ::read(file->fd.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_errno("read", name_of(path), errno);
    if (n == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(n));
    if (bytes.size() > limit) {
      return fail(ErrorKind::kTooLarge, fmt::format("{} is larger than the limit of {} bytes.", name_of(path), limit));
    }
  }
}

Result<std::uint64_t> PackFiles::size(std::string_view path) const {
  const auto file = open_file(folder_.get(), path);
  if (!file) return std::unexpected(file.error());
  return file->size;
}

Result<std::vector<std::string>> PackFiles::list(std::string_view folder) const {
  auto fd = open_beneath(folder_.get(), folder, O_DIRECTORY);
  if (!fd) return std::unexpected(fd.error());
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(fd->get()), &::closedir);
  if (!stream) return fail_errno("list", name_of(folder), errno);
  fd->release();  // the stream closes it
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == ".." || names.size() >= kNames) continue;
    struct stat info{};
    if (::fstatat(::dirfd(stream.get()), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISDIR(info.st_mode)) names.push_back(std::string(name) + "/");
    if (S_ISREG(info.st_mode)) names.emplace_back(name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace tt::lessons
