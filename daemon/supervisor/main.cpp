// tt-bringup-supervisor: detaches from the daemon, is told its job over the start pipe, and runs it to its end.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "jobdir/launch.hpp"
#include "jobdir/start_message.hpp"
#include "supervisor.hpp"

namespace {

using namespace tt;

Result<std::string> read_to_end(int fd) {
  std::string bytes;
  char buffer[65536];
  for (;;) {
    const ssize_t n = ::read(fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_errno("read", "the start pipe", errno);
    if (n == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(n));
    if (bytes.size() > jobdir::kStartMessageLimit) return fail(ErrorKind::kTooLarge, "The start message is too large.");
  }
}

// After this nothing that walks the daemon's tree of processes finds us, and what the job leaves behind becomes our child.
bool detach() {
  ::setsid();
  const pid_t pid = ::fork();
  if (pid < 0) return false;
  if (pid > 0) ::_exit(0);
  ::setsid();  // a leader again, so that the job's terminal can become this session's
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  return ::chdir("/") == 0;
}

// What would end or stop a supervisor is for the job, never for it. XFSZ: a file size limit reads as a full disk.
Fd take_signals() {
  for (const int signal :
       {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXFSZ, SIGUSR1, SIGUSR2, SIGALRM, SIGTSTP, SIGTTIN, SIGTTOU}) {
    ::signal(signal, SIG_IGN);
  }
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return Fd{::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)};
}

supervisor::Inherited take_limits() {
  supervisor::Inherited inherited;
  inherited.umask = ::umask(077);
  ::getrlimit(RLIMIT_CORE, &inherited.core);
  // Our memory holds secrets; a core file would put them on disk.
  rlimit none = inherited.core;
  none.rlim_cur = 0;
  ::setrlimit(RLIMIT_CORE, &none);
  return inherited;
}

// The daemon may be gone by now; the job goes on all the same.
void reply(std::string_view failure) {
  const std::string bytes = jobdir::encode_start_reply(failure);
  [[maybe_unused]] const ssize_t n = ::write(jobdir::kStartFd, bytes.data(), bytes.size());
  ::close(jobdir::kStartFd);
}

int supervise() {
  Fd signals = take_signals();
  const supervisor::Inherited inherited = take_limits();
  const Result<std::string> bytes = read_to_end(jobdir::kStartFd);
  Result<jobdir::StartMessage> message = bytes ? jobdir::decode_start_message(*bytes) : std::unexpected(bytes.error());
  if (!message) return reply(message.error().message), 1;
  Result<supervisor::JobFiles> files = supervisor::open_job_files(message->folder, {message->log_limit_bytes});
  if (!files) return reply(fmt::format("The job's files can't be made in {}: {}", message->folder, files.error().message)), 1;
  supervisor::Supervisor job(std::move(*message), inherited, std::move(*files), std::move(signals));
  reply({});
  job.run();
  return 0;
}

}  // namespace

int main() {
  if (::fcntl(jobdir::kStartFd, F_SETFD, FD_CLOEXEC) != 0 || ::fcntl(jobdir::kLockFd, F_SETFD, FD_CLOEXEC) != 0) {
    ::fputs("tt-bringup-supervisor runs one job for tt-bringup, which starts it; by itself it does nothing.\n", stderr);
    return 2;
  }
  ::close_range(jobdir::kLockFd + 1, ~0U, 0);
  if (!detach()) return reply("The job's supervisor couldn't detach itself."), 1;
  return supervise();
}
