#include "async.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>

#include "log.hpp"

namespace tt {

void spawn(const asio::any_io_executor& executor, std::string name, asio::awaitable<void> task) {
  asio::co_spawn(executor, std::move(task), [name = std::move(name)](const std::exception_ptr& failure) {
    if (!failure) return;
    try {
      std::rethrow_exception(failure);
    } catch (const boost::system::system_error& e) {
      if (e.code() != asio::error::operation_aborted) log::error("task {}: {}", name, e.what());
    } catch (const std::exception& e) {
      log::error("task {}: {}", name, e.what());
    }
  });
}

asio::awaitable<bool> Signal::wait_for(std::chrono::milliseconds timeout) {
  Waiter waiter{asio::steady_timer(executor_, timeout)};
  const auto place = waiters_.insert(waiters_.end(), &waiter);
  struct Leave {
    std::list<Waiter*>& list;
    std::list<Waiter*>::iterator place;
    ~Leave() { list.erase(place); }
  } leave{waiters_, place};
  boost::system::error_code ignored;
  co_await waiter.timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    throw boost::system::system_error(asio::error::operation_aborted);
  }
  co_return waiter.notified;
}

void Signal::notify_all() {
  for (Waiter* waiter : waiters_) {
    waiter->notified = true;
    waiter->timer.cancel();
  }
}

}  // namespace tt
