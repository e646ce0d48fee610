#include "uri.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace tt::uri {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

Result<std::string> decode_percent(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low < 0) return fail(ErrorKind::kMalformed, fmt::format("'{}' holds a '%' without two hexadecimal digits.", text));
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

Result<std::filesystem::path> to_path(std::string_view uri) {
  constexpr std::string_view kScheme = "file://";
  if (!uri.starts_with(kScheme)) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is not a file: URI.", uri));
  }
  std::string_view rest = uri.substr(kScheme.size());
  if (rest.starts_with("localhost/")) rest.remove_prefix(9);
  if (!rest.starts_with('/')) return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' names another host.", uri));
  rest = rest.substr(0, rest.find_first_of("?#"));
  Result<std::string> path = decode_percent(rest);
  if (!path) return std::unexpected(path.error());
  if (path->find('\0') != std::string::npos) return fail(ErrorKind::kInvalidArgument, "The URI holds a NUL character.");
  return std::filesystem::path(*path);
}

std::string from_path(const std::filesystem::path& path) {
  std::string out = "file://";
  for (char c : path.string()) {
    if (is_unreserved(c) || c == '/') {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
    }
  }
  return out;
}

}  // namespace tt::uri
