#include "launch.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/clock.hpp"

namespace tt::jobdir {
namespace {

// Owns what posix_spawn() is told beyond the program.
struct SpawnPlan {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  SpawnPlan() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
};

// dup2() onto the same number would leave close-on-exec set, so both are moved out of the way of 0 to 4 first.
Result<Fd> above_four(const Fd& fd) {
  Fd copy{::fcntl(fd.get(), F_DUPFD_CLOEXEC, 5)};
  if (!copy) return fail_errno("duplicate", "a descriptor", errno);
  return copy;
}

Result<pid_t> spawn(const std::string& program, int start, int lock) {
  SpawnPlan plan;
  ::posix_spawn_file_actions_addopen(&plan.actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&plan.actions, 1, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&plan.actions, 2, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_adddup2(&plan.actions, start, kStartFd);
  ::posix_spawn_file_actions_adddup2(&plan.actions, lock, kLockFd);
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&plan.attributes, &none);
  ::posix_spawnattr_setsigdefault(&plan.attributes, &all);
  ::posix_spawnattr_setflags(&plan.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string name = program;
  char* argv[] = {name.data(), nullptr};
  pid_t pid = -1;
  // Its own environment is of no use to it, and would put the daemon's into /proc/<supervisor>/environ for hours.
  char* no_environment[] = {nullptr};
  const int error = ::posix_spawn(&pid, program.c_str(), &plan.actions, &plan.attributes, argv, no_environment);
  if (error != 0) {
    return fail(ErrorKind::kPrerequisite, fmt::format("Starting the job supervisor {} failed: {}.", program, std::strerror(error)),
                "Build it with `npm run build`, or install the extension again.");
  }
  return pid;
}

// Writes all of `bytes`, closes that direction, and reads to the end.
Result<std::string> converse(int socket, std::string_view bytes, std::int64_t deadline_ns) {
  std::string answer;
  for (;;) {
    if (bytes.empty()) ::shutdown(socket, SHUT_WR);
    const std::int64_t left = (deadline_ns - clock::boottime_ns()) / 1'000'000;
    if (left <= 0) return fail(ErrorKind::kIo, "The job supervisor didn't take the job over in time.", "Try again.");
    pollfd ready{socket, static_cast<short>(bytes.empty() ? POLLIN : POLLIN | POLLOUT), 0};
    if (::poll(&ready, 1, static_cast<int>(left)) < 0 && errno != EINTR) return fail_errno("wait for", "the job supervisor", errno);
    if (!bytes.empty() && ready.revents & (POLLOUT | POLLERR)) {
      const ssize_t n = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
      if (n < 0 && errno != EAGAIN && errno != EINTR) bytes = {};  // it is gone, or says why in its answer
    }
    if (ready.revents & (POLLIN | POLLHUP | POLLERR)) {
      char buffer[4096];
      const ssize_t n = ::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
      if (n > 0) answer.append(buffer, static_cast<std::size_t>(n));
      if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) return answer;
    }
  }
}

}  // namespace

Result<void> launch_supervisor(const std::string& program, const StartMessage& message, Fd lock, int timeout_ms) {
  const std::string bytes = encode_start_message(message);
  if (bytes.size() > kStartMessageLimit) {
    return fail(ErrorKind::kTooLarge, fmt::format("Arguments and environment of the job are over {} bytes.", kStartMessageLimit));
  }
  if (const Result<StartMessage> valid = decode_start_message(bytes); !valid) return std::unexpected(valid.error());
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return fail_errno("open", "a start pipe", errno);
  const Fd ours{pair[0]};
  Fd theirs{pair[1]};
  pid_t first = -1;
  {
    const Result<Fd> start = above_four(theirs);
    const Result<Fd> locked = above_four(lock);
    theirs.reset();
    lock.reset();
    if (!start || !locked) return std::unexpected(start ? locked.error() : start.error());
    const Result<pid_t> spawned = spawn(program, start->get(), locked->get());
    if (!spawned) return std::unexpected(spawned.error());
    first = *spawned;
  }
  const Result<std::string> reply = converse(ours.get(), bytes, clock::boottime_ns() + std::int64_t{timeout_ms} * 1'000'000);
  // Its first process ends as soon as it has forked. When this returns, nothing in our process tree leads to the supervisor.
  if (!reply) ::kill(first, SIGKILL);
  while (::waitpid(first, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (!reply) return std::unexpected(reply.error());
  return decode_start_reply(*reply);
}

}  // namespace tt::jobdir
