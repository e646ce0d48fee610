#include "ladder.hpp"

namespace tt::supervisor {

void Ladder::begin(std::int64_t now_ns) {
  if (begun()) return;
  next_ = Rung::kInterrupt;
  due_ns_ = now_ns;
}

void Ladder::kill(std::int64_t now_ns) {
  if (last_ == Rung::kKill) return;
  next_ = Rung::kKill;
  due_ns_ = now_ns;
}

Rung Ladder::step(std::int64_t now_ns) {
  if (next_ == Rung::kNone || now_ns < due_ns_) return Rung::kNone;
  last_ = next_;
  switch (last_) {
    case Rung::kInterrupt:
      next_ = Rung::kTerminate;
      due_ns_ = now_ns + interrupt_grace_ns_;
      break;
    case Rung::kTerminate:
      next_ = Rung::kKill;
      due_ns_ = now_ns + terminate_grace_ns_;
      break;
    case Rung::kKill:
    case Rung::kNone: next_ = Rung::kNone; break;
  }
  return last_;
}

}  // namespace tt::supervisor
