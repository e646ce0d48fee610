#include "serve.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include "base/fd.hpp"
#include "base/log.hpp"
#include "session.hpp"

namespace tt::server {
namespace {

struct Pipe {
  Fd in, out;
};

// The client's pipe gets descriptors above the standard ones that no child inherits; 0 becomes /dev/null, 1 becomes 2.
Pipe take_standard_streams() {
  Pipe pipe{Fd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)), Fd(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3))};
  const Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  ::dup2(null.get(), STDIN_FILENO);
  // A daemon started without a standard error logs into the void rather than into the next file that is opened.
  if (::fcntl(STDERR_FILENO, F_GETFD) < 0) ::dup2(null.get(), STDERR_FILENO);
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  return pipe;
}

asio::awaitable<void> run_session(Session& session, int& exit_code, asio::io_context& loop) {
  exit_code = static_cast<int>(co_await session.run());
  loop.stop();
}

}  // namespace

int serve(const Places& places) {
  ::signal(SIGPIPE, SIG_IGN);
  Pipe pipe = take_standard_streams();
  if (!pipe.in || !pipe.out) {
    log::error("standard input and output have to be open");
    return 1;
  }
  asio::io_context loop(1);
  asio::thread_pool pool(2);
  asio::thread_pool store_pool(1);
  int exit_code = 1;
  try {
    Session session(loop.get_executor(), pipe.in.release(), pipe.out.release(), places, pool, store_pool);
    spawn(loop.get_executor(), "session", run_session(session, exit_code, loop));
    loop.run();
    // What is on the pools refers to values of its own and to the database, which the last of it closes. Coroutines that
    // still wait are destroyed with the loop, so the session has to be there until then: the process ends here instead.
    store_pool.join();
    ::_exit(exit_code);
  } catch (const std::exception& e) {
    log::error("the client's pipe can't be used: {}", e.what());
  }
  return 1;
}

}  // namespace tt::server
