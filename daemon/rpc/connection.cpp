#include "connection.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>

#include "base/log.hpp"

namespace tt::rpc {
namespace {

constexpr auto kForever = std::chrono::hours(24);
// How long a cancelled request may take to notice before its connection closes without its answer.
constexpr auto kCancelGrace = std::chrono::seconds(1);

}  // namespace

Connection::Connection(asio::any_io_executor executor, int in, int out, Codec codec, Callbacks callbacks)
    : executor_(executor),
      in_(executor, in),
      out_(executor, out),
      codec_(std::move(codec)),
      callbacks_(std::move(callbacks)),
      outbox_(executor, out_),
      finished_(executor) {}

asio::awaitable<Connection::End> Connection::run() {
  bool written = false;
  // The writer is a task of its own: it goes on while a request waits, and ends with close().
  struct Writer {
    static asio::awaitable<void> run(Outbox& outbox, bool& done, Signal& finished) {
      co_await outbox.run();
      done = true;
      finished.notify_all();
    }
  };
  spawn(executor_, "outbox", Writer::run(outbox_, written, finished_));

  End end = End::kEndOfInput;
  co_await read_messages(end);

  // A request may end, and leave the map, inside emit().
  const auto in_flight = in_flight_;
  for (const auto& [id, flight] : in_flight) {
    flight->cancelled = true;
    flight->signal.emit(asio::cancellation_type::terminal);
  }
  for (auto& [id, pending] : pending_) {
    pending->reply = RpcError{kInternalError, "The client closed the connection.", {}};
    pending->answered.cancel();
  }
  const auto deadline = std::chrono::steady_clock::now() + kCancelGrace;
  while (!in_flight_.empty() && std::chrono::steady_clock::now() < deadline) {
    co_await finished_.wait_for(std::chrono::milliseconds(50));
  }
  outbox_.close();
  while (!written) {
    if (!co_await finished_.wait_for(std::chrono::duration_cast<std::chrono::milliseconds>(kCancelGrace))) {
      // The client neither reads nor closes: give up on what it hasn't taken.
      boost::system::error_code ignored;
      out_.close(ignored);
    }
  }
  co_return end;
}

asio::awaitable<void> Connection::read_messages(End& end) {
  std::string buffer(64 * 1024, '\0');
  while (!stopping_) {
    co_await outbox_.wait_for_room();
    boost::system::error_code failure;
    const std::size_t n = co_await in_.async_read_some(asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, failure));
    if (failure == asio::error::eof || failure == asio::error::operation_aborted) co_return;
    if (failure) {
      log::error("reading from the client failed: {}", failure.message());
      co_return;
    }
    const Result<void> parsed =
        parser_.push(std::string_view(buffer).substr(0, n), [this](std::string body) { take(std::move(body)); });
    if (!parsed) {
      log::error("the client's messages can't be read any further: {}", parsed.error().message);
      send(make_error({}, {kParseError, parsed.error().message, {}}));
      end = End::kBadFrame;
      co_return;
    }
  }
}

void Connection::stop() {
  stopping_ = true;
  boost::system::error_code ignored;
  in_.cancel(ignored);
}

void Connection::cancel(const Id& id) {
  const auto found = in_flight_.find(id);
  if (found == in_flight_.end()) return;
  // The request may end, and leave the map, inside emit().
  const std::shared_ptr<InFlight> flight = found->second;
  flight->cancelled = true;
  flight->signal.emit(asio::cancellation_type::terminal);
}

void Connection::take(std::string body) {
  if (stopping_) return;
  Result<Json> message = codec_.parse(body);
  if (!message) {
    const int code = message.error().kind == ErrorKind::kTooLarge ? kInvalidRequest : kParseError;
    send(make_error({}, {code, message.error().message, {}}));
    return;
  }
  accept(classify(std::move(*message)));
}

void Connection::accept(Message message) {
  if (auto* request = std::get_if<Request>(&message)) {
    start(std::move(*request));
  } else if (auto* notification = std::get_if<Notification>(&message)) {
    const std::string method = notification->method;
    try {
      callbacks_.on_notification(std::move(*notification));
    } catch (const std::exception& e) {
      log::error("notification {}: {}", method, e.what());
    }
  } else if (auto* response = std::get_if<Response>(&message)) {
    settle(std::move(*response));
  } else {
    const auto& invalid = std::get<Invalid>(message);
    send(make_error(invalid.id, {kInvalidRequest, invalid.why, {}}));
  }
}

void Connection::start(Request request) {
  if (in_flight_.contains(request.id)) {
    send(make_error(request.id, {kInvalidRequest, "A request with this id is still in flight.", {}}));
    return;
  }
  auto flight = std::make_shared<InFlight>();
  in_flight_.emplace(request.id, flight);
  // serve() catches everything, so the completion handler has nothing left to report.
  asio::co_spawn(executor_, serve(std::move(request), flight),
                 asio::bind_cancellation_slot(flight->signal.slot(), [flight, executor = executor_](const std::exception_ptr&) {
                   // Asio keeps its state inside the signal and still clears it once serve()'s frame, with its own reference,
                   // has gone: the signal has to live until the loop has come round.
                   asio::post(executor, [flight] {});
                 }));
}

asio::awaitable<void> Connection::serve(Request request, std::shared_ptr<InFlight> flight) {
  const Id id = request.id;
  const std::string method = request.method;
  Reply reply;
  try {
    reply = co_await callbacks_.on_request(std::move(request));
  } catch (const boost::system::system_error& e) {
    if (flight->cancelled && e.code() == asio::error::operation_aborted) {
      reply = RpcError{kRequestCancelled, "The request was cancelled.", {}};
    } else {
      log::error("request {} {}: {}", to_string(id), method, e.what());
      reply = RpcError{kInternalError, "The daemon failed; its log has more.", {}};
    }
  } catch (const std::exception& e) {
    log::error("request {} {}: {}", to_string(id), method, e.what());
    reply = RpcError{kInternalError, "The daemon failed; its log has more.", {}};
  }
  in_flight_.erase(id);
  if (const auto* error = std::get_if<RpcError>(&reply)) {
    send(make_error(id, *error));
  } else {
    send(make_response(id, std::move(std::get<Json>(reply))));
  }
  finished_.notify_all();
}

void Connection::notify(std::string_view method, Json params) { send(make_notification(method, std::move(params))); }

asio::awaitable<Reply> Connection::call(std::string method, Json params) {
  const Id id = ++last_call_;
  auto pending = std::make_shared<Pending>(Pending{asio::steady_timer(executor_, kForever * 365), RpcError{}});
  pending_.emplace(id, pending);
  struct Forget {
    std::map<Id, std::shared_ptr<Pending>>& map;
    Id id;
    ~Forget() { map.erase(id); }
  } forget{pending_, id};
  send(make_request(id, method, std::move(params)));
  boost::system::error_code ignored;
  co_await pending->answered.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) throw boost::system::system_error(asio::error::operation_aborted);
  co_return std::move(pending->reply);
}

void Connection::settle(Response response) {
  const auto found = pending_.find(response.id);
  if (found == pending_.end()) {
    log::warning("the client answered request {}, which isn't waiting for an answer", to_string(response.id));
    return;
  }
  found->second->reply = std::move(response.outcome);
  found->second->answered.cancel();
}

void Connection::send(const Json& message) { outbox_.send(frame(codec_.dump(message))); }

}  // namespace tt::rpc
