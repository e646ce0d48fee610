#include "sysfs.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <memory>

namespace tt::devices {
namespace {

constexpr std::size_t kLargestAttribute = 4096;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks{" \t\r\n\0", 5};
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
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

std::optional<std::string> read_text(int folder, const char* path) {
  // O_NONBLOCK: whatever lies there, an open must not wait.
  const Fd fd{::openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  if (!fd) return std::nullopt;
  std::array<char, kLargestAttribute + 1> buffer;
  std::size_t size = 0;
  while (size < buffer.size()) {
    const ssize_t n = ::read(fd.get(), buffer.data() + size, buffer.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return std::nullopt;
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  if (size > kLargestAttribute) return std::nullopt;
  const std::string_view text = trimmed({buffer.data(), size});
  if (text.empty()) return std::nullopt;
  return std::string(text);
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
