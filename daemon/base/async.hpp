// The few coroutine pieces that every asynchronous room needs, so that none writes its own.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tt {

namespace asio = boost::asio;

// Starts a coroutine that nobody waits for. An exception that leaves it is logged under `name` (asio::detached would
// swallow it); operation_aborted is the normal end of a cancelled task and isn't.
void spawn(const asio::any_io_executor& executor, std::string name, asio::awaitable<void> task);

// A condition variable for the loop's thread: coroutines wait, notify_all() resumes every one of them.
// Invariant: touched only on its executor's thread. It must outlive its waiters.
class Signal {
 public:
  explicit Signal(asio::any_io_executor executor) : executor_(std::move(executor)) {}
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  // True when notified, false when `timeout` passed first. Throws operation_aborted when the caller is cancelled.
  asio::awaitable<bool> wait_for(std::chrono::milliseconds timeout);
  void notify_all();

 private:
  struct Waiter {
    asio::steady_timer timer;
    bool notified = false;
  };
  asio::any_io_executor executor_;
  std::list<Waiter*> waiters_;
};

// Runs `work` on the pool and resumes the caller on its own executor with the result, or with the exception that left it.
// `work` must touch no state of the loop: it takes values and returns a value. A cancelled caller still waits for the work
// to end (its next co_await throws); long work polls a flag of its own.
template <class Work>
asio::awaitable<std::invoke_result_t<Work>> offload(asio::thread_pool& pool, Work work) {
  using Value = std::invoke_result_t<Work>;
  // Tracked: the loop must not run dry while its caller waits for another thread.
  auto home = asio::prefer(co_await asio::this_coro::executor, asio::execution::outstanding_work.tracked);
  const auto initiate = [](auto handler, asio::thread_pool& workers, Work job, auto back) {
    asio::post(workers, [handler = std::move(handler), job = std::move(job), back = std::move(back)]() mutable {
      std::exception_ptr failure;
      std::optional<Value> value;
      try {
        value.emplace(job());
      } catch (...) {
        failure = std::current_exception();
      }
      asio::post(back, [handler = std::move(handler), failure, value = std::move(value)]() mutable {
        std::move(handler)(failure, std::move(value));
      });
    });
  };
  std::optional<Value> value =
      co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, std::optional<Value>)>(
          initiate, asio::use_awaitable, std::ref(pool), std::move(work), std::move(home));
  co_return std::move(*value);
}

}  // namespace tt
