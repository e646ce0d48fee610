#include "outbox.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "base/log.hpp"

namespace tt::rpc {
namespace {

constexpr auto kForever = std::chrono::hours(24);

}  // namespace

Outbox::Outbox(const asio::any_io_executor& executor, asio::posix::stream_descriptor& out) : out_(out), changed_(executor) {}

void Outbox::send(std::string frame) {
  if (closed_) return;
  queued_bytes_ += frame.size();
  frames_.push_back(std::move(frame));
  changed_.notify_all();
}

asio::awaitable<void> Outbox::run() {
  for (;;) {
    while (frames_.empty()) {
      if (closed_) co_return;
      co_await changed_.wait_for(kForever);
    }
    // The frame stays in the queue while it is written: it counts towards the high-water mark until it is out.
    boost::system::error_code failure;
    co_await asio::async_write(out_, asio::buffer(frames_.front()), asio::redirect_error(asio::use_awaitable, failure));
    if (failure) {
      log::warning("the client no longer reads: {}", failure.message());
      closed_ = true;
      frames_.clear();
      queued_bytes_ = 0;
      changed_.notify_all();
      co_return;
    }
    queued_bytes_ -= frames_.front().size();
    frames_.pop_front();
    changed_.notify_all();
  }
}

asio::awaitable<void> Outbox::wait_for_room() {
  while (queued_bytes_ > kOutboxHighWater && !closed_) co_await changed_.wait_for(kForever);
}

void Outbox::close() {
  closed_ = true;
  changed_.notify_all();
}

}  // namespace tt::rpc
