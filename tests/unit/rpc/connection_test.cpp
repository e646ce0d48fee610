#include "rpc/connection.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/fd.hpp"

using namespace tt::rpc;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

Codec codec() {
  return {[](std::string_view text) -> tt::Result<Json> {
            Json value = Json::parse(text, nullptr, false);
            if (value.is_discarded()) return tt::fail(tt::ErrorKind::kMalformed, "not JSON");
            return value;
          },
          [](const Json& value) { return value.dump(); }};
}

// A connection on one end of a socket pair, the test on the other.
struct Fixture {
  asio::io_context loop{1};
  tt::Fd client;
  std::unique_ptr<Connection> connection;
  std::vector<std::string> notifications;
  std::optional<Connection::End> end;
  FrameParser parser;
  std::vector<Json> received;

  Fixture() {
    ::signal(SIGPIPE, SIG_IGN);  // as main() does: a client that is gone is an error of write(), not the end
    int pair[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    client = tt::Fd(pair[0]);
    REQUIRE(::fcntl(client.get(), F_SETFL, O_NONBLOCK) == 0);
    Callbacks callbacks{[this](Request request) { return serve(loop.get_executor(), std::move(request)); },
                        [this](Notification n) {
                          if (n.method == "$/cancelRequest") return connection->cancel(Id{n.params["id"].get<std::int64_t>()});
                          if (n.method == "throw") throw std::runtime_error("a bug");
                          notifications.push_back(n.method);
                        }};
    connection = std::make_unique<Connection>(loop.get_executor(), pair[1], ::dup(pair[1]), codec(), std::move(callbacks));
    tt::spawn(loop.get_executor(), "connection", run());
  }

  // A connection outlives its run().
  ~Fixture() {
    client.reset();
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    while (!end && std::chrono::steady_clock::now() < deadline) loop.run_one_for(20ms);
    CHECK(end.has_value());
    loop.poll();
  }

  asio::awaitable<void> run() { end = co_await connection->run(); }

  asio::awaitable<Reply> serve(asio::any_io_executor executor, Request request) {
    if (request.method == "echo") co_return Reply{request.params};
    if (request.method == "fail") co_return Reply{RpcError{-32803, "no", {}}};
    if (request.method == "throw") throw std::runtime_error("a bug");
    if (request.method == "sleep") {
      asio::steady_timer timer(executor, 1h);
      co_await timer.async_wait(asio::use_awaitable);
    }
    if (request.method == "ask") co_return co_await connection->call("question", Json::object());
    co_return Reply{RpcError{kMethodNotFound, "unknown", {}}};
  }

  void send(std::string_view json) {
    const std::string bytes = frame(json);
    REQUIRE(::write(client.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }

  void send_raw(std::string_view bytes) {
    REQUIRE(::write(client.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }

  void pump() {
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(client.get(), buffer, sizeof buffer)) > 0;) {
      REQUIRE(parser.push(std::string_view(buffer, static_cast<std::size_t>(n)),
                          [this](std::string body) { received.push_back(Json::parse(body)); }));
    }
  }

  // Runs the loop until `count` messages arrived; fails after five seconds.
  void expect(std::size_t count) {
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    while (received.size() < count && std::chrono::steady_clock::now() < deadline) {
      loop.run_one_for(20ms);
      loop.poll();
      pump();
    }
    REQUIRE(received.size() == count);
  }

  void expect_end() {
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    while (!end && std::chrono::steady_clock::now() < deadline) loop.run_one_for(20ms);
    REQUIRE(end.has_value());
    pump();
  }
};

}  // namespace

TEST_CASE("every request gets exactly one reply") {
  Fixture f;
  f.send(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":{"a":1}})");
  f.send(R"({"jsonrpc":"2.0","id":"s","method":"fail"})");
  f.send(R"({"jsonrpc":"2.0","id":3,"method":"throw"})");
  f.send(R"({"jsonrpc":"2.0","id":4,"method":"nope"})");
  f.send("[]");
  f.send("{");
  f.send(R"({"jsonrpc":"2.0","method":"throw"})");
  f.send(R"({"jsonrpc":"2.0","id":5,"method":"echo","params":{}})");
  f.expect(7);
  CHECK(f.received[0] == Json::parse(R"({"jsonrpc":"2.0","id":1,"result":{"a":1}})"));
  CHECK(f.received[1]["error"]["code"] == -32803);
  CHECK(f.received[1]["id"] == "s");
  CHECK(f.received[2]["error"]["code"] == kInternalError);
  CHECK(f.received[3]["error"]["code"] == kMethodNotFound);
  CHECK(f.received[4]["error"]["code"] == kInvalidRequest);
  CHECK(f.received[5]["error"]["code"] == kParseError);
  CHECK(f.received[6]["id"] == 5);
}

TEST_CASE("a request that waits doesn't hold up another, and can be cancelled") {
  Fixture f;
  f.send(R"({"jsonrpc":"2.0","id":1,"method":"sleep"})");
  f.send(R"({"jsonrpc":"2.0","id":2,"method":"echo","params":{}})");
  f.expect(1);
  CHECK(f.received[0]["id"] == 2);
  f.send(R"({"jsonrpc":"2.0","id":1,"method":"echo"})");  // the id is taken
  f.expect(2);
  CHECK(f.received[1]["error"]["code"] == kInvalidRequest);
  f.send(R"({"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}})");
  f.expect(3);
  CHECK(f.received[2]["id"] == 1);
  CHECK(f.received[2]["error"]["code"] == kRequestCancelled);
}

TEST_CASE("a cancellation in the same read as its request is seen") {
  Fixture f;
  f.send_raw(frame(R"({"jsonrpc":"2.0","id":1,"method":"sleep"})") +
             frame(R"({"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}})"));
  f.expect(1);
  CHECK(f.received[0]["error"]["code"] == kRequestCancelled);
}

TEST_CASE("a question to the client brings its answer") {
  Fixture f;
  f.send(R"({"jsonrpc":"2.0","id":1,"method":"ask"})");
  f.expect(1);
  CHECK(f.received[0]["method"] == "question");
  f.send(R"({"jsonrpc":"2.0","id":99,"result":"nobody asked"})");
  Json answer = {{"jsonrpc", "2.0"}, {"id", f.received[0]["id"]}, {"result", 42}};
  f.send(answer.dump());
  f.expect(2);
  CHECK(f.received[1]["id"] == 1);
  CHECK(f.received[1]["result"] == 42);
}

TEST_CASE("when the client goes away, waiting requests end and so does the connection") {
  Fixture f;
  f.send(R"({"jsonrpc":"2.0","id":1,"method":"sleep"})");
  f.send(R"({"jsonrpc":"2.0","id":2,"method":"ask"})");
  f.expect(1);
  f.client.reset();
  f.expect_end();
  CHECK(*f.end == Connection::End::kEndOfInput);
}

TEST_CASE("a broken frame is answered and ends the connection") {
  Fixture f;
  f.send_raw("Content-Length: 99999999999\r\n\r\n");
  f.expect_end();
  CHECK(*f.end == Connection::End::kBadFrame);
  REQUIRE(f.received.size() == 1);
  CHECK(f.received[0]["error"]["code"] == kParseError);
}
