#include "terminal_daemon.hpp"

#include <signal.h>

#include "base/log.hpp"

namespace tt::cli {
namespace {

// Invariant: however the task ends, the loop does too.
class StopAtEnd {
 public:
  explicit StopAtEnd(asio::io_context& loop) : loop_(loop) {}
  StopAtEnd(const StopAtEnd&) = delete;
  ~StopAtEnd() { loop_.stop(); }

 private:
  asio::io_context& loop_;
};

asio::awaitable<void> run_task(server::Daemon& daemon, const std::function<asio::awaitable<int>(server::Daemon&)>& task,
                               int& exit_code, asio::io_context& loop) {
  const StopAtEnd stop(loop);
  co_await server::open_store(daemon);
  co_await server::load_packs(daemon);
  exit_code = co_await task(daemon);
  co_await daemon.background.idle();
}

}  // namespace

int with_daemon(const server::Places& places, const std::function<asio::awaitable<int>(server::Daemon&)>& task) {
  ::signal(SIGPIPE, SIG_IGN);
  log::set_level(log::Level::kWarning);
  asio::io_context loop(1);
  asio::thread_pool pool(2);
  asio::thread_pool store_pool(1);
  server::Daemon daemon(loop.get_executor(), places, pool, store_pool,
                        jobs::TableCallbacks{[](const auto&) {}, [](const auto&) {}});
  daemon.trusted = true;
  int exit_code = 2;
  spawn(loop.get_executor(), "task", run_task(daemon, task, exit_code, loop));
  loop.run();
  pool.join();
  store_pool.join();
  return exit_code;
}

}  // namespace tt::cli
