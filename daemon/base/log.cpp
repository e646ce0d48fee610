#include "log.hpp"

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>

#include "clock.hpp"

namespace tt::log {
namespace {

std::atomic<Level> threshold{Level::kInfo};

std::string_view name(Level level) {
  switch (level) {
    case Level::kDebug: return "debug";
    case Level::kInfo: return "info";
    case Level::kWarning: return "warning";
    case Level::kError: return "error";
  }
  return "";
}

}  // namespace

void set_level(Level level) { threshold = level; }

void write(Level level, std::string_view text) {
  if (level < threshold.load()) return;
  std::string line = fmt::format("{} {:7} {}\n", clock::iso8601(clock::wall_ms()), name(level), text);
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (line[i] == '\n' || line[i] == '\r') line[i] = ' ';
  }
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t n = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (n > 0) {
      rest.remove_prefix(static_cast<std::size_t>(n));
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) {
      // Whoever shares the description may have made it non-blocking.
      pollfd ready{STDERR_FILENO, POLLOUT, 0};
      if (::poll(&ready, 1, 100) > 0) continue;
    }
    return;
  }
}

}  // namespace tt::log
