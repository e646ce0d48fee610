#include "result.hpp"

#include <fmt/format.h>

#include <system_error>

namespace tt {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidArgument: return "invalidArgument";
    case ErrorKind::kMalformed: return "malformed";
    case ErrorKind::kNotFound: return "notFound";
    case ErrorKind::kPrerequisite: return "prerequisite";
    case ErrorKind::kUntrusted: return "untrusted";
    case ErrorKind::kDeclined: return "declined";
    case ErrorKind::kConflict: return "conflict";
    case ErrorKind::kBusy: return "busy";
    case ErrorKind::kTooLarge: return "tooLarge";
    case ErrorKind::kIo: return "io";
    case ErrorKind::kCancelled: return "cancelled";
    case ErrorKind::kUnsupported: return "unsupported";
    case ErrorKind::kInternal: return "internal";
  }
  return "internal";
}

std::unexpected<Error> fail_errno(std::string_view what, std::string_view on, int error_number) {
  return fail(ErrorKind::kIo, fmt::format("{} {}: {}", what, on, std::generic_category().message(error_number)));
}

}  // namespace tt
