// The daemon's session on a loop in this process, fed one byte at a time.
#pragma once

#include <future>
#include <memory>
#include <thread>

#include "base/fd.hpp"
#include "peer.hpp"
#include "world.hpp"

namespace tt::session {

// Invariant: the session's loop runs on a thread that ends with this object.
class MemoryPeer final : public Peer {
 public:
  explicit MemoryPeer(const World& world);
  ~MemoryPeer() override;

  void send(std::string_view bytes) override;
  void close_input() override;
  Result<std::string> receive(std::chrono::milliseconds timeout) override;
  std::optional<int> wait_for_exit(std::chrono::milliseconds timeout) override;

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
  Fd to_daemon_, from_daemon_;
  std::future<int> ended_;
  std::thread thread_;
};

}  // namespace tt::session
