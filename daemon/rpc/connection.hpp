// One client: its frames become requests and notifications, every request gets exactly one reply.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/async.hpp"
#include "base/result.hpp"
#include "framing.hpp"
#include "message.hpp"
#include "outbox.hpp"

namespace tt::rpc {

using Reply = std::variant<Json, RpcError>;

// What the connection's owner does with messages. Both are called on the loop's thread, in the order of arrival; a
// request's coroutine runs until its first suspension before the next message is looked at.
struct Callbacks {
  std::function<asio::awaitable<Reply>(Request)> on_request;
  std::function<void(Notification)> on_notification;
};

// Parses and prints JSON within the limits of the wire; passed in so that this room knows no schema.
struct Codec {
  std::function<Result<Json>(std::string_view)> parse;
  std::function<std::string(const Json&)> dump;
};

// Invariant: each id in flight belongs to one running request; touched only on the loop's thread. It must outlive run()
// and the requests that run() couldn't end within a second of grace.
class Connection {
 public:
  enum class End {
    kEndOfInput,  // the client closed its end, or stop() was called
    kBadFrame,    // the stream can't be read any further
  };

  // `in` and `out` may be pipes, sockets or ttys, each a descriptor of its own. SIGPIPE has to be ignored.
  Connection(asio::any_io_executor executor, int in, int out, Codec codec, Callbacks callbacks);

  // Reads until the input ends, the framing breaks, or stop(). Then cancels what is in flight and writes what is queued.
  asio::awaitable<End> run();

  // Ends run() after the messages that are queued for the client are out.
  void stop();

  // Cancels a request in flight; it answers RequestCancelled. An id that isn't in flight is ignored, as LSP asks for.
  void cancel(const Id& id);

  void notify(std::string_view method, Json params);

  // A request to the client. Ends with an error when the connection closes first.
  asio::awaitable<Reply> call(std::string method, Json params);

 private:
  struct InFlight {
    asio::cancellation_signal signal;
    bool cancelled = false;
  };
  struct Pending {
    asio::steady_timer answered;
    Reply reply;
  };

  asio::awaitable<void> read_messages(End& end);
  asio::awaitable<void> serve(Request request, std::shared_ptr<InFlight> flight);
  void take(std::string body);
  void accept(Message message);
  void start(Request request);
  void settle(Response response);
  void send(const Json& message);

  asio::any_io_executor executor_;
  asio::posix::stream_descriptor in_;
  asio::posix::stream_descriptor out_;
  Codec codec_;
  Callbacks callbacks_;
  FrameParser parser_;
  Outbox outbox_;
  std::map<Id, std::shared_ptr<InFlight>> in_flight_;
  std::map<Id, std::shared_ptr<Pending>> pending_;
  std::int64_t last_call_ = 0;
  bool stopping_ = false;
  Signal finished_;
};

}  // namespace tt::rpc
