// JSON-RPC 2.0 messages as values.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>

namespace tt::rpc {

using Json = nlohmann::json;
using Id = std::variant<std::int64_t, std::string>;

// JSON-RPC's own codes (the whole table: ErrorCode in protocol/tenstorrent.json).
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInternalError = -32603;
inline constexpr int kRequestCancelled = -32800;

struct RpcError {
  int code = kInternalError;
  std::string message;
  Json data;  // null: none
};

struct Request {
  Id id;
  std::string method;
  Json params;
};

struct Notification {
  std::string method;
  Json params;
};

struct Response {
  Id id;
  std::variant<Json, RpcError> outcome;
};

// A message that is JSON but not JSON-RPC, with the id to answer to where it has a usable one.
struct Invalid {
  std::optional<Id> id;
  std::string why;
};

using Message = std::variant<Request, Notification, Response, Invalid>;

Message classify(Json message);

std::string to_string(const Id& id);

Json make_request(const Id& id, std::string_view method, Json params);
Json make_notification(std::string_view method, Json params);
Json make_response(const Id& id, Json result);
// Without an id the answer carries `"id": null`, as JSON-RPC asks for where the request's id couldn't be read.
Json make_error(const std::optional<Id>& id, const RpcError& error);

}  // namespace tt::rpc
