// Errors as values: what failed, on what, and what the user can do about it.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace tt {

// What went wrong, for programs. server/ turns each into an RPC error; the table of codes is protocol/tenstorrent.json.
enum class ErrorKind {
  kInvalidArgument,  // a value that the caller passed breaks a rule
  kMalformed,        // a file or message can't be read as what it should be
  kNotFound,         // the named thing doesn't exist
  kPrerequisite,     // something has to be installed, cloned, built or plugged in first
  kUntrusted,        // the workspace isn't trusted, so nothing runs
  kDeclined,         // the user was asked and said no
  kConflict,         // the thing changed meanwhile, or exists already
  kBusy,             // somebody else holds it
  kTooLarge,         // over a limit that the message names
  kIo,               // the operating system refused
  kCancelled,        // the caller cancelled
  kUnsupported,      // the client or the machine can't do that
  kInternal,         // a bug
};

// The name that goes over the wire as `data.kind`, for example "prerequisite".
std::string_view to_string(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;  // one sentence: what was tried, on what, and why it failed
  std::string remedy;   // what the user can do; empty where there is nothing sensible to say
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorKind kind, std::string message, std::string remedy = {}) {
  return std::unexpected(Error{kind, std::move(message), std::move(remedy)});
}

// An error from errno: `fail_errno("open", path)` reads "open /x/y: Permission denied".
std::unexpected<Error> fail_errno(std::string_view what, std::string_view on, int error_number);

}  // namespace tt
