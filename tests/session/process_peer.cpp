#include "process_peer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <stdexcept>
#include <thread>
#include <vector>

extern char** environ;

namespace tt::session {
namespace {

struct Pipe {
  Fd read, write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  return {Fd(ends[0]), Fd(ends[1])};
}

// This process's variables, with the session's folders.
std::vector<std::string> make_environment(const World& world) {
  std::vector<std::string> variables = {"HOME=" + world.home().string(), "TT_BRINGUP_STATE=" + world.state().string(),
                                        "TT_BRINGUP_PACKS=" + world.packs().string(),
                                        "TT_BRINGUP_SYSROOT=" + world.system_root().string()};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string name(text.substr(0, text.find('=') + 1));
    bool replaced = false;
    for (std::size_t i = 0; i < 4; ++i) replaced = replaced || variables[i].starts_with(name);
    if (!replaced) variables.emplace_back(text);
  }
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

ProcessPeer::ProcessPeer(const World& world) {
  Pipe to = make_pipe();
  Pipe from = make_pipe();
  const Fd log(::open((world.root() / "daemon.log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  std::vector<std::string> variables = make_environment(world);
  std::vector<std::string> arguments = {TT_BRINGUP, "serve"};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, to.read.get(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, from.write.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, log.get(), STDERR_FILENO);
  const int failure = ::posix_spawn(&pid_, TT_BRINGUP, &actions, nullptr, pointers(arguments).data(), pointers(variables).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error(std::string("can't start ") + TT_BRINGUP);
  to_daemon_ = std::move(to.write);
  from_daemon_ = std::move(from.read);
}

ProcessPeer::~ProcessPeer() {
  if (status_) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void ProcessPeer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(to_daemon_.get(), bytes.data(), bytes.size());
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

Result<std::string> ProcessPeer::receive(std::chrono::milliseconds timeout) {
  pollfd readable{from_daemon_.get(), POLLIN, 0};
  if (::poll(&readable, 1, static_cast<int>(timeout.count())) <= 0) return fail(ErrorKind::kBusy, "nothing came");
  std::string bytes(64 * 1024, '\0');
  const ssize_t n = ::read(from_daemon_.get(), bytes.data(), bytes.size());
  bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return bytes;
}

std::optional<int> ProcessPeer::wait_for_exit(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (!status_) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      status_ = status;
    } else if (std::chrono::steady_clock::now() > deadline) {
      return std::nullopt;
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  if (!WIFEXITED(*status_)) return std::nullopt;
  return WEXITSTATUS(*status_);
}

}  // namespace tt::session
