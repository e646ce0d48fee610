// What waits to be written to the client, in order, written by one coroutine.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstddef>
#include <deque>
#include <string>

#include "base/async.hpp"

namespace tt::rpc {

// Over this much unwritten output the connection stops reading requests until the client has taken some.
inline constexpr std::size_t kOutboxHighWater = 32u << 20;

// Invariant: frames leave whole and in the order of send(); one writer at a time.
class Outbox {
 public:
  Outbox(const asio::any_io_executor& executor, asio::posix::stream_descriptor& out);

  void send(std::string frame);

  // Writes until close() and until the last frame is out, or the client is gone.
  asio::awaitable<void> run();

  // Waits while more than kOutboxHighWater bytes are queued.
  asio::awaitable<void> wait_for_room();

  // No more frames are taken; run() ends when what is queued is written.
  void close();

 private:
  asio::posix::stream_descriptor& out_;
  Signal changed_;
  std::deque<std::string> frames_;
  std::size_t queued_bytes_ = 0;
  bool closed_ = false;
};

}  // namespace tt::rpc
