#include "framing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tt::rpc {
namespace {

constexpr std::string_view kHeaderEnd = "\r\n\r\n";

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Result<std::size_t> parse_length(std::string_view digits) {
  if (digits.empty() || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) {
    return fail(ErrorKind::kMalformed, fmt::format("Content-Length is '{}', not a number.", digits.substr(0, 40)));
  }
  std::size_t value = 0;
  for (char c : digits) {
    value = value * 10 + static_cast<std::size_t>(c - '0');
    if (value > kMaxBodyBytes) {
      return fail(ErrorKind::kTooLarge, fmt::format("A message is longer than the limit of {} bytes.", kMaxBodyBytes));
    }
  }
  return value;
}

}  // namespace

Result<void> FrameParser::push(std::string_view bytes, const OnBody& on_body) {
  while (!bytes.empty()) {
    if (!body_length_) {
      if (Result<void> taken = take_header(bytes); !taken) return taken;
      if (!body_length_) return {};
    }
    const std::size_t wanted = *body_length_ - body_.size();
    const std::size_t available = std::min(wanted, bytes.size());
    body_.append(bytes.substr(0, available));
    bytes.remove_prefix(available);
    if (body_.size() == *body_length_) {
      body_length_.reset();
      on_body(std::exchange(body_, {}));
    }
  }
  return {};
}

// Moves bytes into the header until it is complete, never past its end.
Result<void> FrameParser::take_header(std::string_view& bytes) {
  const std::size_t before = header_.size();
  const std::size_t room = kMaxHeaderBytes - before;
  header_.append(bytes.substr(0, room));
  const std::size_t search_from = before >= kHeaderEnd.size() - 1 ? before - (kHeaderEnd.size() - 1) : 0;
  const std::size_t end = header_.find(kHeaderEnd, search_from);
  if (end == std::string::npos) {
    if (bytes.size() >= room) {
      return fail(ErrorKind::kTooLarge, fmt::format("A message header is longer than {} bytes.", kMaxHeaderBytes));
    }
    bytes = {};
    return {};
  }
  bytes.remove_prefix(end + kHeaderEnd.size() - before);
  header_.resize(end);
  return finish_header();
}

Result<void> FrameParser::finish_header() {
  const std::string header = std::exchange(header_, {});
  std::string_view rest = header;
  std::optional<std::size_t> length;
  while (!rest.empty()) {
    const std::size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return fail(ErrorKind::kMalformed, "A message header has a line without a colon.");
    if (!equal_ignoring_case(trim(line.substr(0, colon)), "Content-Length")) continue;
    const Result<std::size_t> value = parse_length(trim(line.substr(colon + 1)));
    if (!value) return std::unexpected(value.error());
    if (length && *length != *value) return fail(ErrorKind::kMalformed, "A message header has two different lengths.");
    length = *value;
  }
  if (!length) return fail(ErrorKind::kMalformed, "A message header has no Content-Length.");
  body_length_ = *length;
  return {};
}

std::string frame(std::string_view body) { return fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body); }

}  // namespace tt::rpc
