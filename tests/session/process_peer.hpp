// The program itself, as an editor starts it.
#pragma once

#include <sys/types.h>

#include "base/fd.hpp"
#include "peer.hpp"
#include "world.hpp"

namespace tt::session {

// Invariant: the process that it started is gone when this is.
class ProcessPeer final : public Peer {
 public:
  explicit ProcessPeer(const World& world);
  ~ProcessPeer() override;
  ProcessPeer(const ProcessPeer&) = delete;
  ProcessPeer& operator=(const ProcessPeer&) = delete;

  void send(std::string_view bytes) override;
  void close_input() override { to_daemon_.reset(); }
  Result<std::string> receive(std::chrono::milliseconds timeout) override;
  std::optional<int> wait_for_exit(std::chrono::milliseconds timeout) override;

  pid_t pid() const { return pid_; }

 private:
  Fd to_daemon_, from_daemon_;
  pid_t pid_ = -1;
  std::optional<int> status_;  // of waitpid
};

}  // namespace tt::session
