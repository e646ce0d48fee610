// The one place where errors of the rooms become errors of the protocol.
#pragma once

#include "base/result.hpp"
#include "rpc/message.hpp"

namespace tt::server {

// Invalid arguments of the message itself (they failed to decode).
rpc::RpcError invalid_params(const Error& error);

// Everything else: RequestFailed with `data` as ErrorData, or the code that LSP has for it.
rpc::RpcError to_rpc_error(const Error& error);

// An error that the client answered with.
Error from_rpc_error(const rpc::RpcError& error);

}  // namespace tt::server
