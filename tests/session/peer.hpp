// A daemon at the other end of a session, wherever it runs.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::session {

class Peer {
 public:
  virtual ~Peer() = default;

  // Writes to the daemon's input. Bytes for a daemon that no longer reads are lost, as with any pipe.
  virtual void send(std::string_view bytes) = 0;
  virtual void close_input() = 0;

  // Bytes of the daemon's output, as they come. Empty: there will be no more. kBusy where nothing came in time.
  virtual Result<std::string> receive(std::chrono::milliseconds timeout) = 0;

  // The exit code, once the daemon has ended; nothing where it hasn't in time, or was ended by a signal.
  virtual std::optional<int> wait_for_exit(std::chrono::milliseconds timeout) = 0;
};

}  // namespace tt::session
