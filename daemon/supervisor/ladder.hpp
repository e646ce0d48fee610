// The steps of stopping a job, by the clock.
#pragma once

#include <cstdint>

namespace tt::supervisor {

enum class Rung { kNone, kInterrupt, kTerminate, kKill };

// Invariant: rungs come in order, each once, and kKill is the last. Times are boottime in ns.
class Ladder {
 public:
  Ladder(std::int64_t interrupt_grace_ns, std::int64_t terminate_grace_ns)
      : interrupt_grace_ns_(interrupt_grace_ns), terminate_grace_ns_(terminate_grace_ns) {}

  // The first rung is due at once. A second call changes nothing.
  void begin(std::int64_t now_ns);

  // The last rung is due at once, whatever came before.
  void kill(std::int64_t now_ns);

  // The rung to take now; kNone when nothing is due. Call again until it says so.
  Rung step(std::int64_t now_ns);

  bool begun() const { return next_ != Rung::kNone || last_ != Rung::kNone; }
  Rung last() const { return last_; }

  // When step() has something to say, -1 for never.
  std::int64_t due_ns() const { return next_ == Rung::kNone ? -1 : due_ns_; }

 private:
  std::int64_t interrupt_grace_ns_;
  std::int64_t terminate_grace_ns_;
  Rung last_ = Rung::kNone;
  Rung next_ = Rung::kNone;
  std::int64_t due_ns_ = 0;
};

}  // namespace tt::supervisor
