// From a method's name to a typed handler: decode, call, encode, in one template, so that no handler sees JSON.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/async.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "errors.hpp"
#include "protocol/gen/messages.hpp"
#include "rpc/connection.hpp"

namespace tt::server {

// Invariant: one handler for each method.
class Binder {
 public:
  using RequestHandler = std::function<asio::awaitable<rpc::Reply>(rpc::Json params)>;
  using NotificationHandler = std::function<void(const rpc::Json& params)>;

  // `handler` takes Method::Params and gives Result<Method::Result>, or an awaitable of that.
  template <class Method, class Handler>
  void on_request(Handler handler) {
    requests_[std::string(Method::kMethod)] = [handler = std::move(handler)](rpc::Json params) {
      return serve<Method>(handler, std::move(params));
    };
  }

  // `handler` takes Method::Params. A notification that can't be decoded is logged and ignored: nobody waits for an answer.
  template <class Method, class Handler>
  void on_notification(Handler handler) {
    notifications_[std::string(Method::kMethod)] = [handler = std::move(handler)](const rpc::Json& params) {
      Result<typename Method::Params> decoded = protocol::decode<typename Method::Params>(params);
      if (!decoded) {
        log::warning("notification {} ignored: {}", Method::kMethod, decoded.error().message);
        return;
      }
      handler(std::move(*decoded));
    };
  }

  // Null where nothing is bound.
  const RequestHandler* request(const std::string& method) const { return find(requests_, method); }
  const NotificationHandler* notification(const std::string& method) const { return find(notifications_, method); }

  template <class Visit>
  void each_method(Visit visit) const {
    for (const auto& [method, handler] : requests_) visit(method);
    for (const auto& [method, handler] : notifications_) visit(method);
  }

 private:
  // A function of its own, with parameters by value: a coroutine lambda's captures die with the lambda.
  template <class Method, class Handler>
  static asio::awaitable<rpc::Reply> serve(Handler handler, rpc::Json params) {
    using Params = typename Method::Params;
    using Value = typename Method::Result;
    Result<Params> decoded = protocol::decode<Params>(params);
    if (!decoded) co_return invalid_params(decoded.error());
    if constexpr (std::is_same_v<std::invoke_result_t<Handler, Params>, Result<Value>>) {
      co_return to_reply<Value>(handler(std::move(*decoded)));
    } else {
      co_return to_reply<Value>(co_await handler(std::move(*decoded)));
    }
  }

  template <class Value>
  static rpc::Reply to_reply(Result<Value> result) {
    if (!result) return to_rpc_error(result.error());
    return protocol::encode(*result);
  }

  template <class Table>
  static const typename Table::mapped_type* find(const Table& table, const std::string& method) {
    const auto found = table.find(method);
    return found == table.end() ? nullptr : &found->second;
  }

  std::map<std::string, RequestHandler> requests_;
  std::map<std::string, NotificationHandler> notifications_;
};

}  // namespace tt::server
