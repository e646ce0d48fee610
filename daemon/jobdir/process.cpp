#include "process.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>
#include <string_view>

#include "base/files.hpp"

namespace tt::jobdir {

std::optional<ProcessStat> read_process_stat(pid_t pid) {
  const Result<std::string> text = read_file(fmt::format("/proc/{}/stat", pid), 4096);
  if (!text) return std::nullopt;
  // The name in parentheses may hold anything, so count from its last ')': field 3 comes next.
  const std::size_t close = text->rfind(')');
  if (close == std::string::npos || close + 2 >= text->size()) return std::nullopt;
  std::string_view rest = std::string_view(*text).substr(close + 2);
  ProcessStat stat;
  stat.pid = pid;
  stat.state = rest[0];
  const auto skip = [&](int fields) {
    for (; fields > 0; --fields) {
      const std::size_t space = rest.find(' ');
      if (space == std::string_view::npos) return false;
      rest.remove_prefix(space + 1);
    }
    return true;
  };
  const auto number = [&](auto& out) { return std::from_chars(rest.data(), rest.data() + rest.size(), out).ec == std::errc{}; };
  if (!skip(1) || !number(stat.parent) || !skip(18) || !number(stat.start_time)) return std::nullopt;
  return stat;
}

std::optional<ProcessId> identify(pid_t pid) {
  const std::optional<ProcessStat> stat = read_process_stat(pid);
  if (!stat) return std::nullopt;
  return ProcessId{pid, stat->start_time};
}

bool is_alive(const ProcessId& process) {
  const std::optional<ProcessStat> stat = read_process_stat(process.pid);
  return stat && stat->start_time == process.start_time && stat->state != 'Z' && stat->state != 'X';
}

}  // namespace tt::jobdir
