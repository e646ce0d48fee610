// LSP's framing as a push parser: bytes in, message bodies out. No I/O, so it can be tested and fuzzed a byte at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::rpc {

inline constexpr std::size_t kMaxHeaderBytes = 4096;
inline constexpr std::size_t kMaxBodyBytes = 16u << 20;

// Invariant: holds at most one unfinished message, and no more memory than has arrived of it.
class FrameParser {
 public:
  using OnBody = std::function<void(std::string body)>;

  // Takes any piece of the stream and calls `on_body` for each body that it completes. An error means that the stream can't
  // be read any further (there is no place to resynchronise at): a header over 4 KiB, a length that is missing, not a
  // number, contradicted by a second one, or over 16 MiB.
  Result<void> push(std::string_view bytes, const OnBody& on_body);

  // True between messages, where the stream may end.
  bool at_border() const { return header_.empty() && !body_length_; }

 private:
  Result<void> take_header(std::string_view& bytes);
  Result<void> finish_header();

  std::string header_;
  std::optional<std::size_t> body_length_;
  std::string body_;
};

// "Content-Length: N\r\n\r\n" and the body.
std::string frame(std::string_view body);

}  // namespace tt::rpc
