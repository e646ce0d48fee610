// The command itself: its terminal or pipe, the gate that holds it back, and its exec.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>
#include <span>
#include <string>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "jobdir/start_message.hpp"

namespace tt::supervisor {

// What the supervisor changed for itself and gives back to the command.
struct Inherited {
  mode_t umask = 022;
  rlimit core{};
};

struct Child {
  pid_t pid = -1;  // leader of its process group
  Fd output;       // PTY master or read end of the pipe, non-blocking
  Fd gate;         // one byte opens it; end of file before that ends the child without a command
  Fd exec_result;  // end of file: the command runs; an ExecFailure: it doesn't
  bool has_terminal = false;
};

enum class ExecStage : std::uint32_t { kFolder = 1, kProgram = 2, kLimits = 3 };
struct ExecFailure {
  ExecStage stage = ExecStage::kProgram;
  std::int32_t error_number = 0;
};

// Opens the terminal or pipe and forks the child, which blocks on its gate. `close_in_child` are descriptors that no other
// process may hold for a moment: lock and lease.
//
// The terminal becomes the controlling terminal of the *supervisor's* session, with the child's group in the foreground. Were
// the child the session's leader, its exit would hang the terminal up, and the kernel would throw away what the supervisor
// hasn't read yet and cut off the child's own children.
Result<Child> fork_child(const jobdir::StartMessage& message, const Inherited& inherited, std::span<const int> close_in_child);

// Lets the command run.
Result<void> open_gate(Child& child);

// Of a terminal; ENOTTY for a pipe, otherwise errno or 0.
int resize(const Child& child, std::uint16_t columns, std::uint16_t rows);

// To the child's process group, and to the one in the terminal's foreground where that is another; SIGCONT follows.
void signal_groups(const Child& child, int signal);

}  // namespace tt::supervisor
