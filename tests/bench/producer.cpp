// The job whose output is measured: `flood BYTES` writes lines as fast as they are taken, `clock LINES MS` one line, with the time,
// each MS.
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "clock.hpp"

namespace {

bool put(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// One write a line, as a program whose output is a terminal does. The terminal makes \r\n of \n: `bytes` counts that.
int flood(long bytes) {
  const std::string line = "2025-03-01 09:30:00.125 | INFO  | layer 17: attention output, PCC 0.99987, shape [1, 1, 32, 3072]\n";
  for (long left = bytes; left > 0;) {
    const long whole = static_cast<long>(line.size()) + 1;
    if (left < whole) return put(std::string(static_cast<std::size_t>(std::max(left - 2, 0L)), '.') + "\n") ? 0 : 1;
    if (!put(line)) return 1;
    left -= whole;
  }
  return 0;
}

int clock_lines(long lines, long milliseconds) {
  for (long i = 0; i < lines; ++i) {
    ::usleep(static_cast<useconds_t>(milliseconds * 1000));
    if (!put("T " + std::to_string(tt::bench::now()) + "\n")) return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "flood") == 0) return flood(std::atol(argv[2]));
  if (argc == 4 && std::strcmp(argv[1], "clock") == 0) return clock_lines(std::atol(argv[2]), std::atol(argv[3]));
  return 2;
}
