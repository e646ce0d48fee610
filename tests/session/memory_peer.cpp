#include "memory_peer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <stdexcept>
#include <vector>

#include "server/session.hpp"

namespace tt::session {
namespace {

struct Pair {
  Fd ours, theirs;
};

Pair make_pair(int type) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::runtime_error("socketpair");
  return {Fd(ends[0]), Fd(ends[1])};
}

server::Places places_of(const World& world) {
  return {world.state(), TT_SUPERVISOR, TT_GIT_MODULE, world.packs(), world.system_root(), world.home().string()};
}

}  // namespace

struct MemoryPeer::Engine {
  asio::io_context loop{1};
  asio::thread_pool pool{2};
  asio::thread_pool store_pool{1};
  server::Session session;
  std::promise<int> ended;

  Engine(int in, int out, server::Places places) : session(loop.get_executor(), in, out, std::move(places), pool, store_pool) {}

  asio::awaitable<void> run() {
    ended.set_value(static_cast<int>(co_await session.run()));
    loop.stop();
  }
};

MemoryPeer::MemoryPeer(const World& world) {
  // Packets keep their borders: each byte that is sent arrives in a read of its own.
  Pair to = make_pair(SOCK_SEQPACKET);
  Pair from = make_pair(SOCK_STREAM);
  to_daemon_ = std::move(to.ours);
  from_daemon_ = std::move(from.ours);
  engine_ = std::make_unique<Engine>(to.theirs.release(), from.theirs.release(), places_of(world));
  ended_ = engine_->ended.get_future();
  spawn(engine_->loop.get_executor(), "session", engine_->run());
  thread_ = std::thread([loop = &engine_->loop] { loop->run(); });
}

MemoryPeer::~MemoryPeer() {
  engine_->loop.stop();
  thread_.join();
  engine_->pool.join();
  engine_->store_pool.join();
  // Coroutines that still wait refer to the session, so neither can go before the other. The program ends its process at
  // this point (server/serve.cpp); here what is left stays until the process ends.
  static std::vector<std::unique_ptr<Engine>>* const kParked = std::make_unique<std::vector<std::unique_ptr<Engine>>>().release();
  kParked->push_back(std::move(engine_));
}

void MemoryPeer::send(std::string_view bytes) {
  for (const char& byte : bytes) {
    while (::send(to_daemon_.get(), &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
      // The queue is full. A session that has ended doesn't empty it any more.
      if (errno != EAGAIN || ended_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) return;
      pollfd writable{to_daemon_.get(), POLLOUT, 0};
      ::poll(&writable, 1, 20);
    }
  }
}

void MemoryPeer::close_input() { ::shutdown(to_daemon_.get(), SHUT_WR); }

Result<std::string> MemoryPeer::receive(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (true) {
    const bool is_over = ended_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    pollfd readable{from_daemon_.get(), POLLIN, 0};
    if (::poll(&readable, 1, is_over ? 0 : 20) > 0) {
      std::string bytes(64 * 1024, '\0');
      const ssize_t n = ::read(from_daemon_.get(), bytes.data(), bytes.size());
      bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
      return bytes;
    }
    if (is_over) return std::string();
    if (std::chrono::steady_clock::now() > deadline) return fail(ErrorKind::kBusy, "nothing came");
  }
}

std::optional<int> MemoryPeer::wait_for_exit(std::chrono::milliseconds timeout) {
  if (ended_.wait_for(timeout) != std::future_status::ready) return std::nullopt;
  return ended_.get();
}

}  // namespace tt::session
