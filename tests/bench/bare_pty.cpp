// The rival that can't be beaten: starts a program on a terminal and reads it with nothing in between. Prints what it saw as JSON.
//   bench_bare_pty flood|clock PROGRAM ARGUMENT...      flood: reads only; clock: also reads the lines of bench_producer clock
#include <fcntl.h>
#include <fmt/format.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "clock.hpp"

namespace {

// Takes the lines `T <nanoseconds>` out of a text that arrives in pieces, and keeps how old each was.
class Ages {
 public:
  void take(std::string_view text, std::int64_t at) {
    rest_ += text;
    std::size_t end = 0;
    while ((end = rest_.find('\n')) != std::string::npos) {
      if (rest_.starts_with("T ")) ages_.push_back(at - std::atoll(rest_.c_str() + 2));
      rest_.erase(0, end + 1);
    }
  }
  const std::vector<std::int64_t>& ages() const { return ages_; }

 private:
  std::string rest_;
  std::vector<std::int64_t> ages_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const bool clock_lines = std::string_view(argv[1]) == "clock";
  const std::int64_t start = tt::bench::now();
  int terminal = -1;
  winsize size{30, 120, 0, 0};
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) return 1;
  if (child == 0) {
    ::execvp(argv[2], argv + 2);
    ::_exit(127);
  }
  std::vector<char> buffer(64 * 1024);
  std::int64_t bytes = 0;
  std::int64_t first = 0;
  Ages ages;
  for (;;) {
    const ssize_t n = ::read(terminal, buffer.data(), buffer.size());
    if (n <= 0) break;  // EIO: the other side is closed
    if (first == 0) first = tt::bench::now();
    bytes += n;
    if (clock_lines) ages.take({buffer.data(), static_cast<std::size_t>(n)}, tt::bench::now());
  }
  const std::int64_t end = tt::bench::now();
  int status = 0;
  ::waitpid(child, &status, 0);
  fmt::print("{{\"bytes\":{},\"wallNs\":{},\"firstToLastNs\":{},\"lines\":{},\"p50Ns\":{},\"p99Ns\":{}}}\n", bytes, end - start,
             end - first, ages.ages().size(), tt::bench::quantile(ages.ages(), 0.5), tt::bench::quantile(ages.ages(), 0.99));
  return status == 0 ? 0 : 1;
}
