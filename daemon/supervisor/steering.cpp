// What a daemon asks of a running job: to stop, to take what is typed, to take another size.
#include <unistd.h>

#include <cerrno>
#include <variant>

#include "base/clock.hpp"
#include "supervisor.hpp"

namespace tt::supervisor {
namespace {

constexpr std::size_t kInputLimit = 2 * jobdir::kControlWriteLimit;

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

}  // namespace

jobdir::Phase Supervisor::phase() const {
  switch (stage_) {
    case Stage::kQueued: return jobdir::Phase::kQueued;
    case Stage::kRunning: return ladder_.begun() ? jobdir::Phase::kStopping : jobdir::Phase::kRunning;
    default: return jobdir::Phase::kEnding;
  }
}

jobdir::ControlAck Supervisor::answer(const jobdir::ControlRequest& request) {
  const int error =
      std::visit(Overloaded{[this](const jobdir::control::Stop&) { return on_stop(false); },
                            [this](const jobdir::control::Kill&) { return on_stop(true); },
                            [this](const jobdir::control::Write& write) { return on_write(write.bytes); },
                            [this](const jobdir::control::Resize& size) { return on_resize(size.columns, size.rows); }},
                 request);
  return {static_cast<std::uint32_t>(error), phase()};
}

int Supervisor::on_stop(bool at_once) {
  if ((stage_ == Stage::kQueued || stage_ == Stage::kRunning) && !cause_) cause_ = jobdir::ExitState::kCancelled;
  if (at_once) {
    ladder_.kill(clock::boottime_ns());
  } else {
    ladder_.begin(clock::boottime_ns());
  }
  return 0;
}

int Supervisor::on_write(const std::string& bytes) {
  if (stage_ == Stage::kQueued) return EAGAIN;
  if (stage_ != Stage::kRunning) return ESRCH;
  if (!child_->has_terminal) return ENOTTY;
  if (input_.size() + bytes.size() > kInputLimit) return EAGAIN;
  input_ += bytes;
  write_input();
  return 0;
}

void Supervisor::write_input() {
  const ssize_t n = ::write(child_->output.get(), input_.data(), input_.size());
  if (n > 0) input_.erase(0, static_cast<std::size_t>(n));
  if (n < 0 && errno != EAGAIN && errno != EINTR) input_.clear();
}

int Supervisor::on_resize(std::uint16_t columns, std::uint16_t rows) {
  message_.columns = columns;
  message_.rows = rows;
  if (stage_ == Stage::kRunning && child_->has_terminal) return resize(*child_, columns, rows);
  return 0;
}

}  // namespace tt::supervisor
