#include "sysfs.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <memory>

namespace tt::devices {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks{" \t\r\n\0", 5};
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_detached(int error) { return error == ENODEV || error == ENODATA || error == ENXIO; }

Attribute attribute_of(std::string_view text) {
  const std::string_view kept = trimmed(text);
  return {kept.empty() ? std::nullopt : std::optional<std::string>(kept), false};
}

// O_NONBLOCK: whatever lies there, an open must not wait.
Fd open_file(int folder, const char* path) { return Fd{::openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)}; }

// sysfs fails to read a file that it took away; other file systems go on giving what it last held.
bool was_taken_away(const Fd& file) {
  struct stat status;
  return ::fstat(file.get(), &status) != 0 || status.st_nlink == 0;
}

template <class Number>
std::optional<Number> parse(std::string_view text, int base) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Fd open_folder(int parent, const char* path) { return Fd{::openat(parent, path, O_PATH | O_DIRECTORY | O_CLOEXEC)}; }

Attribute read_attribute(int folder, const char* path, std::size_t limit) {
  const Fd fd = open_file(folder, path);
  if (!fd) return {std::nullopt, is_detached(errno)};
  std::array<char, kLargestAttribute> piece;
  std::string text;
  for (;;) {
    const ssize_t n = ::read(fd.get(), piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return {std::nullopt, is_detached(errno)};
    text.append(piece.data(), static_cast<std::size_t>(n));
    if (text.size() > limit) return {};
    // An attribute comes in one piece: asking for its end would cost as much again. A longer file comes in pieces of any size.
    if (n == 0 || (limit <= kLargestAttribute && static_cast<std::size_t>(n) < piece.size())) break;
  }
  return attribute_of(text);
}

Attribute OpenAttribute::read(int folder, const char* path) {
  std::array<char, kLargestAttribute> text;
  if (file_ && !was_taken_away(file_)) {
    const ssize_t n = ::pread(file_.get(), text.data(), text.size(), 0);
    if (n >= 0) return attribute_of({text.data(), static_cast<std::size_t>(n)});
  }
  file_ = open_file(folder, path);
  if (!file_) return {std::nullopt, is_detached(errno)};
  const ssize_t n = ::pread(file_.get(), text.data(), text.size(), 0);
  if (n >= 0) return attribute_of({text.data(), static_cast<std::size_t>(n)});
  const bool detached = is_detached(errno);
  file_.reset();
  return {std::nullopt, detached};
}

std::optional<std::string> read_text(int folder, const char* path, std::size_t limit) {
  return read_attribute(folder, path, limit).text;
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text, int base) {
  if (base == 16 && (text.starts_with("0x") || text.starts_with("0X"))) text.remove_prefix(2);
  return parse<std::uint64_t>(text, base);
}

std::optional<std::int64_t> parse_signed(std::string_view text) { return parse<std::int64_t>(text, 10); }

void for_each_name(int parent, const char* path, const std::function<void(const char*)>& visit) {
  Fd fd{::openat(parent, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!fd) return;
  const std::unique_ptr<DIR, CloseFolder> folder(::fdopendir(fd.get()));
  if (!folder) return;
  fd.release();  // the DIR owns it now
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") visit(entry->d_name);
  }
}

std::optional<std::string> read_link(int folder, const char* path) {
  std::array<char, PATH_MAX> buffer;
  const ssize_t n = ::readlinkat(folder, path, buffer.data(), buffer.size());
  if (n <= 0 || static_cast<std::size_t>(n) >= buffer.size()) return std::nullopt;
  return std::string(buffer.data(), static_cast<std::size_t>(n));
}

}  // namespace tt::devices
