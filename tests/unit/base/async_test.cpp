#include "base/async.hpp"

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>

using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

asio::awaitable<void> wait_and_store(tt::Signal& signal, std::chrono::milliseconds timeout, int& out) {
  out = co_await signal.wait_for(timeout) ? 1 : 2;
}

asio::awaitable<void> add_on_pool(asio::thread_pool& pool, int& out) {
  out = co_await tt::offload(pool, [] { return 40 + 2; });
}

}  // namespace

TEST_CASE("a signal resumes every waiter, and a timeout says so") {
  asio::io_context loop(1);
  tt::Signal signal(loop.get_executor());
  int first = 0, second = 0, third = 0;
  tt::spawn(loop.get_executor(), "first", wait_and_store(signal, 1h, first));
  tt::spawn(loop.get_executor(), "second", wait_and_store(signal, 1h, second));
  tt::spawn(loop.get_executor(), "third", wait_and_store(signal, 0ms, third));
  while (third == 0) loop.run_one();
  signal.notify_all();
  loop.run();
  CHECK(first == 1);
  CHECK(second == 1);
  CHECK(third == 2);
}

TEST_CASE("offloaded work brings its value back to the loop") {
  asio::io_context loop(1);
  asio::thread_pool pool(1);
  int out = 0;
  tt::spawn(loop.get_executor(), "offload", add_on_pool(pool, out));
  loop.run();
  CHECK(out == 42);
}
