// A native JSON-RPC client: starts a server, times `initialize` from the start of the process, then its idle memory, then one
// request many times.
//   bench_rpc_client REQUESTS METHOD PARAMS INITIALIZE_PARAMS PROGRAM ARGUMENT...      REQUESTS 0: no requests. Prints JSON.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "clock.hpp"

namespace {

// A server process and the two ends of its pipes. Kills it where the client gives up.
class Server {
 public:
  explicit Server(char** argv) {
    int to_child[2];
    int from_child[2];
    if (::pipe2(to_child, O_CLOEXEC) != 0 || ::pipe2(from_child, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const int failed = ::posix_spawnp(&pid_, argv[0], &actions, nullptr, argv, environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(to_child[0]);
    ::close(from_child[1]);
    if (failed != 0) throw std::runtime_error(fmt::format("can't start {}", argv[0]));
    in_ = to_child[1];
    out_ = from_child[0];
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    ::close(in_);
    ::close(out_);
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  pid_t pid() const { return pid_; }

  void send(std::string_view body) {
    const std::string message = fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
    for (std::size_t at = 0; at < message.size();) {
      const ssize_t n = ::write(in_, message.data() + at, message.size() - at);
      if (n <= 0) throw std::runtime_error("the server closed its input");
      at += static_cast<std::size_t>(n);
    }
  }

  // The body of the next message that answers `id`; notifications and the server's own requests are passed over.
  std::string answer(std::int64_t id) {
    const std::string mark = fmt::format("\"id\":{}", id);
    for (;;) {
      std::string body = next();
      const std::size_t at = body.find(mark);
      const bool whole = at != std::string::npos && (body[at + mark.size()] == ',' || body[at + mark.size()] == '}');
      if (whole && body.find("\"method\":") == std::string::npos) return body;
    }
  }

 private:
  std::string next() {
    for (;;) {
      const std::size_t end = buffer_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const std::size_t at = buffer_.find("Content-Length: ");
        const auto length = static_cast<std::size_t>(std::atol(buffer_.c_str() + at + 16));
        if (buffer_.size() >= end + 4 + length) {
          std::string body = buffer_.substr(end + 4, length);
          buffer_.erase(0, end + 4 + length);
          return body;
        }
      }
      char chunk[16 * 1024];
      const ssize_t n = ::read(out_, chunk, sizeof chunk);
      if (n <= 0) throw std::runtime_error("the server closed its output");
      buffer_.append(chunk, static_cast<std::size_t>(n));
    }
  }

  pid_t pid_ = -1;
  int in_ = -1;
  int out_ = -1;
  std::string buffer_;
};

// A row of smaps_rollup (Documentation/filesystems/proc.rst), "Pss:" or "Rss:", in KiB; -1 where it can't be read.
long memory_kib(pid_t pid, std::string_view row) {
  std::ifstream file(fmt::format("/proc/{}/smaps_rollup", pid));
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(row)) return std::atol(line.c_str() + row.size());
  }
  return -1;
}

int measure(long requests, std::string_view method, std::string_view params, std::string_view initialize, char** argv) {
  const std::int64_t start = tt::bench::now();
  Server server(argv);
  server.send(fmt::format(R"({{"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}})", initialize));
  server.answer(0);
  const std::int64_t initialized = tt::bench::now() - start;
  server.send(R"({"jsonrpc":"2.0","method":"initialized","params":{}})");
  long pss = -1;
  long rss = -1;
  std::size_t size = 0;
  std::vector<std::int64_t> took;
  if (requests == 0) {
    ::sleep(1);
    pss = memory_kib(server.pid(), "Pss:");
    rss = memory_kib(server.pid(), "Rss:");
  }
  // The first tenth warms both sides up.
  for (long i = 1; i <= requests + requests / 10; ++i) {
    const std::string body = fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"{}","params":{}}})", i, method, params);
    const std::int64_t sent = tt::bench::now();
    server.send(body);
    const std::string answer = server.answer(i);
    if (i > requests / 10) took.push_back(tt::bench::now() - sent);
    if (answer.find("\"error\"") != std::string::npos) throw std::runtime_error(answer);
    size = answer.size();
  }
  fmt::print("{{\"initializeNs\":{},\"pssKib\":{},\"rssKib\":{},\"requests\":{},\"answerBytes\":{},\"p50Ns\":{},\"p99Ns\":{}}}\n",
             initialized, pss, rss, took.size(), size, tt::bench::quantile(took, 0.5), tt::bench::quantile(took, 0.99));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) return 2;
  ::signal(SIGPIPE, SIG_IGN);
  try {
    return measure(std::atol(argv[1]), argv[2], argv[3], argv[4], argv + 5);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", argv[5], error.what());
    return 1;
  }
}
