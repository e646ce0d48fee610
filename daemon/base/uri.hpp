// file: URIs as LSP clients write them, and back.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "result.hpp"

namespace tt::uri {

// The path of a `file://` URI. kInvalidArgument for another scheme, another host, a NUL, or a relative path.
Result<std::filesystem::path> to_path(std::string_view uri);

// An absolute path as a `file://` URI, everything outside RFC 3986's unreserved set and '/' percent-encoded.
std::string from_path(const std::filesystem::path& path);

// Percent-decoding. kMalformed on a '%' that two hexadecimal digits don't follow.
Result<std::string> decode_percent(std::string_view text);

}  // namespace tt::uri
