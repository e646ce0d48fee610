// Takes secrets out of a stream of bytes: known values, and what has the shape of an access token.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tt::jobdir {

inline constexpr std::string_view kRedacted = "[redacted]";
inline constexpr std::size_t kShortestSecret = 6;            // a shorter value would blot out ordinary text
inline constexpr std::int64_t kHoldLimitNs = 1'000'000'000;  // how long a tail that may begin a secret is held back

// Whether a variable of this name holds a secret: *TOKEN*, *SECRET*, *PASSWORD*, *PASSWD*, *KEY*, in any case.
bool is_secret_name(std::string_view name);

// A whole text at once, for argv and other short things.
std::string redact(std::string_view text, const std::vector<std::string>& values);

// Invariant: no byte of a secret leaves before it is known whether the secret is complete, unless the hold limit passes;
// after that the rest of a secret is still taken out.
// Shapes: hf_, ghp_, gho_, ghs_, github_pat_, AKIA, each with 16 or more characters of its alphabet behind it.
class Redactor {
 public:
  explicit Redactor(std::vector<std::string> values);

  // Appends what is safe to `out`. `now_ns` is boottime.
  void push(std::string_view bytes, std::int64_t now_ns, std::string& out);

  // When release() is due, boottime in ns; -1 while nothing is held back.
  std::int64_t release_at_ns() const;

  // Appends the held-back tail: its limit has passed, or the stream is over. Goes on matching across it.
  void release(std::string& out);

 private:
  struct Value {
    std::string text;
    std::vector<std::uint32_t> failure;  // Knuth-Morris-Pratt
  };
  struct Range {
    std::size_t begin = 0, end = 0;
    int shape = -1;  // whose alphabet it ends in; -1 for a value
  };
  std::vector<Range> matches() const;
  std::size_t hold_from() const;
  void swallow(std::string_view bytes);
  void emit(std::size_t end, const std::vector<Range>& found, std::string& out) const;

  std::vector<Value> values_;
  std::string pending_;
  std::size_t shown_ = 0;  // bytes of pending_ that were let out already
  bool hidden_ = false;    // they belong to a token that was replaced
  int swallowing_ = -1;    // the shape whose token, already replaced, may go on
  std::int64_t held_since_ns_ = -1;
};

}  // namespace tt::jobdir
