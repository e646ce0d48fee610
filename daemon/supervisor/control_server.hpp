// The supervisor's end of the control socket: who is connected, and what they ask.
#pragma once

#include <poll.h>

#include <functional>
#include <list>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "jobdir/control.hpp"

namespace tt::supervisor {

// Invariant: every connection is of this user, and none can make the supervisor wait: one that doesn't read is closed.
class ControlServer {
 public:
  // Answers a request; it is called for well-formed ones only.
  using Handler = std::function<jobdir::ControlAck(const jobdir::ControlRequest&)>;

  explicit ControlServer(Fd listener) : listener_(std::move(listener)) {}

  void add_to(std::vector<pollfd>& polled) const;

  // Accepts, reads and answers whatever is there.
  void serve(jobdir::Phase phase, const Handler& handler);

 private:
  bool serve_one(int connection, jobdir::Phase phase, const Handler& handler) const;

  Fd listener_;
  std::list<Fd> connections_;
};

}  // namespace tt::supervisor
