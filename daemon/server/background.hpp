// Work that was begun without anybody waiting for it, so that somebody can.
#pragma once

#include <string>
#include <utility>

#include "base/async.hpp"

namespace tt::server {

// Invariant: counts the tasks that run; touched on the loop's thread. It must outlive them.
class Background {
 public:
  explicit Background(const asio::any_io_executor& executor) : executor_(executor), changed_(executor) {}

  void start(std::string name, asio::awaitable<void> task) { spawn(executor_, std::move(name), counted(std::move(task))); }

  // Comes back once no task runs.
  asio::awaitable<void> idle() {
    while (running_ > 0) co_await changed_.wait_for(std::chrono::seconds(1));
  }

 private:
  asio::awaitable<void> counted(asio::awaitable<void> task) {
    ++running_;
    struct Leave {
      Background& self;
      ~Leave() {
        --self.running_;
        self.changed_.notify_all();
      }
    } leave{*this};
    co_await std::move(task);
  }

  asio::any_io_executor executor_;
  Signal changed_;
  int running_ = 0;
};

}  // namespace tt::server
