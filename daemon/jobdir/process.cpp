#include "process.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>
#include <string_view>

#include "base/files.hpp"

namespace tt::jobdir {
namespace {

struct Stat {
  char state = 0;
  std::uint64_t start_time = 0;
};

std::optional<Stat> read_stat(pid_t pid) {
  const Result<std::string> text = read_file(fmt::format("/proc/{}/stat", pid), 4096);
  if (!text) return std::nullopt;
  // The name in parentheses may hold anything, so count from its last ')': field 3 comes next.
  const std::size_t close = text->rfind(')');
  if (close == std::string::npos || close + 2 >= text->size()) return std::nullopt;
  std::string_view rest = std::string_view(*text).substr(close + 2);
  Stat stat;
  stat.state = rest[0];
  for (int field = 3; field < 22; ++field) {
    const std::size_t space = rest.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(space + 1);
  }
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), stat.start_time);
  if (error != std::errc{}) return std::nullopt;
  return stat;
}

}  // namespace

std::optional<ProcessId> identify(pid_t pid) {
  const std::optional<Stat> stat = read_stat(pid);
  if (!stat) return std::nullopt;
  return ProcessId{pid, stat->start_time};
}

bool is_alive(const ProcessId& process) {
  const std::optional<Stat> stat = read_stat(process.pid);
  return stat && stat->start_time == process.start_time && stat->state != 'Z' && stat->state != 'X';
}

}  // namespace tt::jobdir
