#include "message.hpp"

#include <limits>

namespace tt::rpc {
namespace {

std::optional<Id> read_id(const Json& message) {
  const auto id = message.find("id");
  if (id == message.end()) return std::nullopt;
  if (id->is_string()) return Id{id->get<std::string>()};
  if (id->is_number_unsigned() && id->get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return std::nullopt;
  }
  if (id->is_number_integer()) return Id{id->get<std::int64_t>()};
  return std::nullopt;
}

Json to_json(const Id& id) {
  return std::visit([](const auto& value) { return Json(value); }, id);
}

Json take(Json& message, const char* key) {
  const auto found = message.find(key);
  return found == message.end() ? Json() : std::move(*found);
}

RpcError read_error(const Json& error) {
  RpcError out{kInternalError, "the peer sent an error without a message", {}};
  if (!error.is_object()) return out;
  if (const auto code = error.find("code"); code != error.end() && code->is_number_integer()) {
    const auto value = code->get<std::int64_t>();
    if (value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max()) out.code = static_cast<int>(value);
  }
  if (const auto text = error.find("message"); text != error.end() && text->is_string()) out.message = text->get<std::string>();
  if (const auto data = error.find("data"); data != error.end()) out.data = *data;
  return out;
}

}  // namespace

Message classify(Json message) {
  if (message.is_array()) return Invalid{{}, "Batches are not supported."};
  if (!message.is_object()) return Invalid{{}, "A message must be an object."};
  const std::optional<Id> id = read_id(message);
  const auto version = message.find("jsonrpc");
  if (version == message.end() || *version != "2.0") return Invalid{id, "A message must say \"jsonrpc\": \"2.0\"."};

  const auto method = message.find("method");
  if (method == message.end()) {
    if (!id) return Invalid{{}, "A message must have a method, or the id of a request."};
    if (message.contains("error")) return Response{*id, read_error(message["error"])};
    if (message.contains("result")) return Response{*id, take(message, "result")};
    return Invalid{id, "A message must have a method, a result or an error."};
  }
  if (!method->is_string()) return Invalid{id, "A method must be a string."};
  std::string name = method->get<std::string>();
  Json params = take(message, "params");
  if (!params.is_null() && !params.is_object() && !params.is_array())
    return Invalid{id, "Parameters must be an object or an array."};
  if (id) return Request{*id, std::move(name), std::move(params)};
  if (message.contains("id")) return Invalid{{}, "An id must be a string or an integer."};
  return Notification{std::move(name), std::move(params)};
}

std::string to_string(const Id& id) {
  if (const auto* number = std::get_if<std::int64_t>(&id)) return std::to_string(*number);
  return '"' + std::get<std::string>(id) + '"';
}

Json make_request(const Id& id, std::string_view method, Json params) {
  return {{"jsonrpc", "2.0"}, {"id", to_json(id)}, {"method", method}, {"params", std::move(params)}};
}

Json make_notification(std::string_view method, Json params) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

Json make_response(const Id& id, Json result) { return {{"jsonrpc", "2.0"}, {"id", to_json(id)}, {"result", std::move(result)}}; }

Json make_error(const std::optional<Id>& id, const RpcError& error) {
  Json body = {{"code", error.code}, {"message", error.message}};
  if (!error.data.is_null()) body["data"] = error.data;
  return {{"jsonrpc", "2.0"}, {"id", id ? to_json(*id) : Json()}, {"error", std::move(body)}};
}

}  // namespace tt::rpc
