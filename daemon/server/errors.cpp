#include "errors.hpp"

#include <nlohmann/json.hpp>

#include "protocol/gen/messages.hpp"

namespace tt::server {
namespace {

protocol::ErrorKind to_wire(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidArgument: return protocol::ErrorKind::kInvalidArgument;
    case ErrorKind::kMalformed: return protocol::ErrorKind::kMalformed;
    case ErrorKind::kNotFound: return protocol::ErrorKind::kNotFound;
    case ErrorKind::kPrerequisite: return protocol::ErrorKind::kPrerequisite;
    case ErrorKind::kUntrusted: return protocol::ErrorKind::kUntrusted;
    case ErrorKind::kDeclined: return protocol::ErrorKind::kDeclined;
    case ErrorKind::kConflict: return protocol::ErrorKind::kConflict;
    case ErrorKind::kBusy: return protocol::ErrorKind::kBusy;
    case ErrorKind::kTooLarge: return protocol::ErrorKind::kTooLarge;
    case ErrorKind::kIo: return protocol::ErrorKind::kIo;
    case ErrorKind::kCancelled: return protocol::ErrorKind::kCancelled;
    case ErrorKind::kUnsupported: return protocol::ErrorKind::kUnsupported;
    case ErrorKind::kInternal: return protocol::ErrorKind::kInternal;
  }
  return protocol::ErrorKind::kInternal;
}

int code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInternal: return static_cast<int>(protocol::ErrorCode::kInternalError);
    case ErrorKind::kCancelled: return static_cast<int>(protocol::ErrorCode::kRequestCancelled);
    default: return static_cast<int>(protocol::ErrorCode::kRequestFailed);
  }
}

}  // namespace

rpc::RpcError invalid_params(const Error& error) {
  return {static_cast<int>(protocol::ErrorCode::kInvalidParams), error.message, {}};
}

rpc::RpcError to_rpc_error(const Error& error) {
  protocol::ErrorData data{to_wire(error.kind), {}};
  if (!error.remedy.empty()) data.remedy = error.remedy;
  return {code_of(error.kind), error.message, protocol::encode(data)};
}

Error from_rpc_error(const rpc::RpcError& error) {
  const bool cancelled = error.code == static_cast<int>(protocol::ErrorCode::kRequestCancelled);
  return {cancelled ? ErrorKind::kCancelled : ErrorKind::kUnsupported, "The editor answered: " + error.message, {}};
}

}  // namespace tt::server
