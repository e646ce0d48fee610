#include "child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/program.hpp"

namespace tt::supervisor {
namespace {

struct Terminal {
  Fd master;
  Fd slave;
};

// Output leaves as the command wrote it: no \n to \r\n, no tabs expanded. Input is edited by line as usual, so that input()
// and Ctrl-C work; Ctrl-S must not stop a job that nobody watches.
void set_modes(int slave) {
  termios modes{};
  if (::tcgetattr(slave, &modes) != 0) return;
  modes.c_oflag &= ~static_cast<tcflag_t>(OPOST);
  modes.c_iflag &= ~static_cast<tcflag_t>(IXON | IXOFF);
  modes.c_iflag |= ICRNL | IUTF8;
  modes.c_lflag |= ISIG | ICANON | ECHO | ECHOE | ECHOK | IEXTEN;
  ::tcsetattr(slave, TCSANOW, &modes);
}

Result<Terminal> open_terminal(std::uint16_t columns, std::uint16_t rows) {
  Terminal terminal;
  terminal.master = Fd{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)};
  if (!terminal.master) return fail_errno("open", "a terminal", errno);
  if (::grantpt(terminal.master.get()) != 0 || ::unlockpt(terminal.master.get()) != 0)
    return fail_errno("unlock", "a terminal", errno);
  // By ioctl rather than by name: right in a container whose /dev/pts is another one.
  terminal.slave = Fd{::ioctl(terminal.master.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC)};
  if (!terminal.slave) {
    // Kernels before 4.13 and some sandboxes don't know that ioctl.
    char name[64];
    if (::ptsname_r(terminal.master.get(), name, sizeof name) == 0)
      terminal.slave = Fd{::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)};
  }
  if (!terminal.slave) return fail_errno("open", "the inner end of a terminal", errno);
  set_modes(terminal.slave.get());
  const winsize size{rows, columns, 0, 0};
  ::ioctl(terminal.master.get(), TIOCSWINSZ, &size);
  // Fails where the supervisor isn't a session leader; the job then has no /dev/tty, and all else works.
  ::ioctl(terminal.slave.get(), TIOCSCTTY, 0);
  return terminal;
}

struct Pipe {
  Fd read;
  Fd write;
};

Result<Pipe> open_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail_errno("open", "a pipe", errno);
  return Pipe{Fd{ends[0]}, Fd{ends[1]}};
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> out;
  for (const std::string& s : strings) out.push_back(const_cast<char*>(s.c_str()));
  out.push_back(nullptr);
  return out;
}

std::string_view path_of(const std::vector<std::string>& environment) {
  for (const std::string& entry : environment) {
    if (entry.starts_with("PATH=")) return std::string_view(entry).substr(5);
  }
  return "/usr/local/bin:/usr/bin:/bin";
}

void reset_signals() {
  struct sigaction plain{};
  plain.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &plain, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void give_up(int report, ExecStage stage) {
  const ExecFailure failure{stage, errno};
  [[maybe_unused]] const ssize_t n = ::write(report, &failure, sizeof failure);
  ::_exit(127);
}

// The child's way from the gate to its exec.
[[noreturn]] void become_command(const jobdir::StartMessage& message, const Inherited& inherited, int gate, int report) {
  char byte = 0;
  ssize_t n = 0;
  while ((n = ::read(gate, &byte, 1)) < 0 && errno == EINTR) {
  }
  if (n != 1) ::_exit(126);  // the supervisor died before the record was on disk
  reset_signals();
  ::umask(inherited.umask);
  if (::setrlimit(RLIMIT_CORE, &inherited.core) != 0) give_up(report, ExecStage::kLimits);
  if (::chdir(message.cwd.c_str()) != 0) give_up(report, ExecStage::kFolder);
  std::string program = message.argv[0];
  if (program.find('/') == std::string::npos) {
    const std::optional<std::filesystem::path> found = find_program(program, path_of(message.environment));
    if (!found) {
      errno = ENOENT;
      give_up(report, ExecStage::kProgram);
    }
    program = found->string();
  }
  ::execve(program.c_str(), pointers(message.argv).data(), pointers(message.environment).data());
  give_up(report, ExecStage::kProgram);
}

}  // namespace

Result<Child> fork_child(const jobdir::StartMessage& message, const Inherited& inherited, std::span<const int> close_in_child) {
  Child child;
  Fd inner;  // what becomes the child's stdout and stderr
  child.has_terminal = message.mode == jobdir::OutputMode::kPty;
  if (child.has_terminal) {
    Result<Terminal> terminal = open_terminal(message.columns, message.rows);
    if (!terminal) return std::unexpected(terminal.error());
    child.output = std::move(terminal->master);
    inner = std::move(terminal->slave);
  } else {
    Result<Pipe> pipe = open_pipe();
    if (!pipe) return std::unexpected(pipe.error());
    child.output = std::move(pipe->read);
    inner = std::move(pipe->write);
    ::fcntl(child.output.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(child.output.get(), F_SETPIPE_SZ, 1 << 20);  // fewer turns under a flood; the default where it is refused
  }
  Result<Pipe> gate = open_pipe();
  if (!gate) return std::unexpected(gate.error());
  Result<Pipe> report = open_pipe();
  if (!report) return std::unexpected(report.error());

  child.pid = ::fork();
  if (child.pid < 0) return fail_errno("fork", "the job's command", errno);
  if (child.pid == 0) {
    for (const int fd : close_in_child) ::close(fd);
    // With the supervisor goes its lease: the command must not go on to use a card that the kernel gives to the next one.
    // If the supervisor has died already, the gate says so.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    gate->write.reset();
    child.output.reset();
    if (child.has_terminal) {
      ::setpgid(0, 0);
    } else {
      ::setsid();
    }
    const int input = child.has_terminal ? inner.get() : ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(input, 0);
    ::dup2(inner.get(), 1);
    ::dup2(inner.get(), 2);
    become_command(message, inherited, gate->read.get(), report->write.get());
  }
  if (child.has_terminal) {
    // Before the gate opens, so that the command is in the foreground from its first instruction.
    ::setpgid(child.pid, child.pid);
    ::tcsetpgrp(inner.get(), child.pid);
  }
  child.gate = std::move(gate->write);
  child.exec_result = std::move(report->read);
  return child;
}

Result<void> open_gate(Child& child) {
  ssize_t n = 0;
  while ((n = ::write(child.gate.get(), "x", 1)) < 0 && errno == EINTR) {
  }
  const int error = errno;
  child.gate.reset();
  if (n != 1) return fail_errno("open", "the gate of the job's command", error);
  return {};
}

int resize(const Child& child, std::uint16_t columns, std::uint16_t rows) {
  const winsize size{rows, columns, 0, 0};
  return ::ioctl(child.output.get(), TIOCSWINSZ, &size) == 0 ? 0 : errno;
}

void signal_groups(const Child& child, int signal) {
  const auto send = [&](pid_t group) {
    if (group < 2 || group == ::getpgrp()) return;
    ::kill(-group, signal);
    ::kill(-group, SIGCONT);
  };
  send(child.pid);
  if (const pid_t own = ::getpgid(child.pid); own != child.pid) send(own);
  if (!child.has_terminal) return;
  if (const pid_t foreground = ::tcgetpgrp(child.output.get()); foreground != child.pid) send(foreground);
}

}  // namespace tt::supervisor
