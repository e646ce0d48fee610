#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <cerrno>

#include "core.hpp"
#include "jobdir/paths.hpp"

namespace tt::jobs {
namespace {

using namespace std::chrono_literals;

constexpr auto kAnswerWithin = 5s;
constexpr auto kConnectWithin = 2s;

void take_phase(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job, jobdir::Phase phase) {
  if (is_final(job->record.state)) return;
  const bool stopping = phase == jobdir::Phase::kStopping || (phase == jobdir::Phase::kEnding && job->record.stopping);
  if (stopping == job->record.stopping) return;
  job->record.stopping = stopping;
  tell(table, job);
}

// One packet, or nothing: the supervisor has gone (or speaks another language, which comes to the same).
asio::awaitable<std::optional<std::string>> next_packet(std::shared_ptr<asio::posix::stream_descriptor> control) {
  for (;;) {
    boost::system::error_code failure;
    co_await control->async_wait(asio::posix::stream_descriptor::wait_read, asio::redirect_error(asio::use_awaitable, failure));
    if (failure || !control->is_open()) co_return std::nullopt;
    char packet[256];
    const ssize_t n = ::recv(control->native_handle(), packet, sizeof packet, MSG_DONTWAIT);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n <= 0) co_return std::nullopt;
    co_return std::string(packet, static_cast<std::size_t>(n));
  }
}

// Until the connection's end.
asio::awaitable<void> converse(std::shared_ptr<Table> table, std::shared_ptr<Job> job, Fd socket) {
  const auto control = std::make_shared<asio::posix::stream_descriptor>(table->executor, socket.release());
  job->control = control;
  job->greeted = false;
  job->asked = job->answered = 0;
  while (const std::optional<std::string> packet = co_await next_packet(control)) {
    if (table->closed) co_return;
    if (!job->greeted) {
      const Result<jobdir::ControlHello> hello = jobdir::decode_control_hello(*packet);
      if (!hello) break;
      job->greeted = true;
      take_phase(table, job, hello->phase);
    } else {
      const Result<jobdir::ControlAck> ack = jobdir::decode_control_ack(*packet);
      if (!ack) break;
      ++job->answered;
      job->answer = *ack;
      take_phase(table, job, ack->phase);
    }
    wake(*job);
  }
  job->control.reset();
  job->greeted = false;
  wake(*job);
}

Error over_error(const Job& job) {
  return {ErrorKind::kConflict, fmt::format("Job {} is over.", job.record.number), "Start it again to type into it."};
}

Error silent_error(const Job& job) {
  return {ErrorKind::kBusy, fmt::format("The supervisor of job {} doesn't answer.", job.record.number), "Try again in a moment."};
}

// Waits until `ready` or the job's end; false when the time is over first.
template <class Ready>
asio::awaitable<bool> wait_until(std::shared_ptr<Table> table, std::shared_ptr<Job> job, std::chrono::milliseconds within,
                                 Ready ready) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  while (!ready() && !is_final(job->record.state) && !table->closed) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left <= 0ms) co_return false;
    co_await job->changed.wait_for(left);
  }
  co_return true;
}

asio::awaitable<Result<void>> ask_alone(std::shared_ptr<Table> table, std::shared_ptr<Job> job, std::string packet) {
  if (!co_await wait_until(table, job, kConnectWithin, [job] { return job->greeted; }))
    co_return std::unexpected(silent_error(*job));
  if (!job->greeted || table->closed) co_return std::unexpected(over_error(*job));
  const std::shared_ptr<asio::posix::stream_descriptor> control = job->control;
  for (;;) {
    const ssize_t n = ::send(control->native_handle(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n >= 0) break;
    if (errno == EINTR) continue;
    if (errno != EAGAIN) co_return std::unexpected(errno == EPIPE ? over_error(*job) : silent_error(*job));
    boost::system::error_code failure;
    co_await control->async_wait(asio::posix::stream_descriptor::wait_write, asio::redirect_error(asio::use_awaitable, failure));
    if (failure || job->control != control) co_return std::unexpected(over_error(*job));
  }
  const std::uint64_t number = ++job->asked;
  const bool in_time = co_await wait_until(table, job, kAnswerWithin,
                                           [job, control, number] { return job->control != control || job->answered >= number; });
  if (job->control != control) co_return std::unexpected(over_error(*job));
  if (!in_time || job->answered < number) co_return std::unexpected(silent_error(*job));
  switch (job->answer.error_number) {
    case 0: co_return Result<void>{};
    case ESRCH: co_return std::unexpected(over_error(*job));
    case EAGAIN:
      co_return fail(ErrorKind::kBusy, fmt::format("The terminal of job {} takes no more input now.", job->record.number),
                     "Wait until its program has read what was typed.");
    default: co_return fail_errno("steer", fmt::format("job {}", job->record.number), static_cast<int>(job->answer.error_number));
  }
}

}  // namespace

bool hung_up(const Job& job) {
  if (!job.control || !job.control->is_open()) return false;
  char byte = 0;
  return ::recv(job.control->native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

asio::awaitable<Result<void>> ask(std::shared_ptr<Table> table, std::shared_ptr<Job> job, jobdir::ControlRequest request) {
  if (is_final(job->record.state)) co_return std::unexpected(over_error(*job));
  if (job->record.read_only) {
    co_return fail(ErrorKind::kUnsupported,
                   fmt::format("Job {} was started by another version of tt-bringup, which has to steer it.", job->record.id));
  }
  // One at a time: what is typed must arrive in order.
  while (job->asking) {
    co_await job->changed.wait_for(kAnswerWithin);
    if (table->closed || is_final(job->record.state)) co_return std::unexpected(over_error(*job));
  }
  job->asking = true;
  struct Leave {
    std::shared_ptr<Job> job;
    ~Leave() {
      job->asking = false;
      wake(*job);
    }
  } leave{job};
  co_return co_await ask_alone(table, job, jobdir::encode(request));
}

asio::awaitable<void> attend(std::shared_ptr<Table> table, std::shared_ptr<Job> job) {
  auto pause = 5ms;
  std::optional<Busy> busy;
  while (!table->closed) {
    busy.reset();
    Result<Fd> socket = jobdir::connect_control(job->folder);
    if (socket) {
      pause = 5ms;
      co_await converse(table, job, std::move(*socket));
      if (table->closed) co_return;
    }
    busy.emplace(table);
    Found found = co_await offload(table->pool, [root = table->root, id = job->record.id] { return look(root, id); });
    if (table->closed) co_return;
    const Standing standing = found.decision.standing;
    if (found.facts.spec == SpecFile::kMissing) co_return vanish(table, job);
    if (standing != Standing::kLive && standing != Standing::kIgnore) {
      job->over = std::move(found);
      break;
    }
    // The supervisor lives, but doesn't listen: it is about to, or in its last instants.
    busy.reset();
    co_await table->closing.wait_for(pause);
    pause = std::min(pause * 2, 1000ms);
  }
  if (table->closed) co_return;
  wake(*job);
  while (!job->followed) {
    co_await job->changed.wait_for(1s);
    if (table->closed) co_return;
  }
  const Found over = std::move(*job->over);
  finish(table, job, over);
}

}  // namespace tt::jobs
