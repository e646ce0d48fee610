#include "redact.hpp"

#include <string.h>

#include <algorithm>
#include <array>

namespace tt::jobdir {
namespace {

constexpr std::size_t kTokenMinimum = 16;
// A token that goes on for longer isn't one; it bounds what is held back.
constexpr std::size_t kTokenMaximum = 4096;

enum class Alphabet { kAlphanumeric, kUpper, kWord };

struct Shape {
  std::string_view prefix;
  Alphabet alphabet;
};

// Hugging Face, GitHub (classic, OAuth, server, fine-grained), AWS access key ids.
constexpr std::array<Shape, 6> kShapes{{{"hf_", Alphabet::kAlphanumeric},
                                        {"ghp_", Alphabet::kAlphanumeric},
                                        {"gho_", Alphabet::kAlphanumeric},
                                        {"ghs_", Alphabet::kWord},
                                        {"github_pat_", Alphabet::kWord},
                                        {"AKIA", Alphabet::kUpper}}};
constexpr std::size_t kLongestUndecided = 11 + kTokenMinimum - 1;

bool in_alphabet(char c, Alphabet alphabet) {
  if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) return true;
  if (alphabet == Alphabet::kUpper) return false;
  return (c >= 'a' && c <= 'z') || (c == '_' && alphabet == Alphabet::kWord);
}

std::size_t token_end(std::string_view text, std::size_t from, Alphabet alphabet) {
  while (from < text.size() && in_alphabet(text[from], alphabet)) ++from;
  return from;
}

// Of two shapes, -1 for none, the one whose tokens may hold more.
int wider(int a, int b) {
  if (a < 0 || b < 0) return std::max(a, b);
  const auto alphabet = [](int shape) { return kShapes[static_cast<std::size_t>(shape)].alphabet; };
  const auto holds_more = [](Alphabet x, Alphabet y) {
    return x == Alphabet::kWord || (x == Alphabet::kAlphanumeric && y == Alphabet::kUpper);
  };
  return holds_more(alphabet(a), alphabet(b)) ? a : b;
}

// Whether more bytes could turn `tail` into a token of this shape.
bool may_become(std::string_view tail, const Shape& shape) {
  if (tail.size() <= shape.prefix.size()) return shape.prefix.starts_with(tail);
  return tail.starts_with(shape.prefix) && tail.size() < shape.prefix.size() + kTokenMinimum &&
         token_end(tail, shape.prefix.size(), shape.alphabet) == tail.size();
}

// Calls found(begin of prefix, shape) wherever a prefix stands. One memchr() for each of two rare anchors is several times
// faster than six searches.
template <class Found>
void for_each_prefix(std::string_view text, char anchor, Found found) {
  for (std::size_t at = text.find(anchor); at != std::string_view::npos; at = text.find(anchor, at + 1)) {
    for (std::size_t i = 0; i < kShapes.size(); ++i) {
      const std::string_view prefix = kShapes[i].prefix;
      const std::size_t place = prefix.rfind(anchor);
      if (place == std::string_view::npos || place > at) continue;
      if (text.substr(at - place, prefix.size()) == prefix) found(at - place, static_cast<int>(i));
    }
  }
}

std::vector<std::uint32_t> failure_table(std::string_view text) {
  std::vector<std::uint32_t> table(text.size(), 0);
  for (std::uint32_t i = 1, k = 0; i < text.size(); ++i) {
    while (k > 0 && text[i] != text[k]) k = table[k - 1];
    if (text[i] == text[k]) ++k;
    table[i] = k;
  }
  return table;
}

bool contains_ignoring_case(std::string_view text, std::string_view upper) {
  const auto same = [](char a, char b) { return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b; };
  return !std::ranges::search(text, upper, same).empty();
}

}  // namespace

bool is_secret_name(std::string_view name) {
  constexpr std::array<std::string_view, 5> kParts{"TOKEN", "SECRET", "PASSWORD", "PASSWD", "KEY"};
  return std::ranges::any_of(kParts, [&](std::string_view part) { return contains_ignoring_case(name, part); });
}

std::string redact(std::string_view text, const std::vector<std::string>& values) {
  std::string out;
  Redactor redactor(values);
  redactor.push(text, 0, out);
  redactor.release(out);
  return out;
}

Redactor::Redactor(std::vector<std::string> values) {
  std::ranges::sort(values);
  values.erase(std::ranges::unique(values).begin(), values.end());
  for (std::string& value : values) {
    if (value.size() < kShortestSecret) continue;
    std::vector<std::uint32_t> table = failure_table(value);
    values_.push_back({std::move(value), std::move(table)});
  }
}

std::vector<Redactor::Range> Redactor::matches() const {
  std::vector<Range> found;
  const std::string_view text = pending_;
  for (const Value& value : values_) {
    std::size_t from = 0;
    while (from < text.size()) {
      const void* hit = ::memmem(text.data() + from, text.size() - from, value.text.data(), value.text.size());
      if (hit == nullptr) break;
      const auto begin = static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
      found.push_back({begin, begin + value.text.size(), -1});
      from = begin + 1;  // occurrences may overlap
    }
  }
  const auto add = [&](std::size_t begin, int shape) {
    const Shape& s = kShapes[static_cast<std::size_t>(shape)];
    const std::size_t end = token_end(text, begin + s.prefix.size(), s.alphabet);
    if (end - begin >= s.prefix.size() + kTokenMinimum) found.push_back({begin, end, shape});
  };
  for_each_prefix(text, '_', add);
  for_each_prefix(text, 'K', add);
  if (found.size() < 2) return found;
  std::ranges::sort(found, {}, &Range::begin);
  std::vector<Range> merged{found[0]};
  for (const Range& range : found) {
    Range& last = merged.back();
    if (range.begin >= last.end) {
      merged.push_back(range);
    } else if (range.end > last.end) {
      last.end = range.end;
      last.shape = range.shape;
    } else if (range.end == last.end) {
      // Where both go on, the one that may go on longer.
      last.shape = wider(last.shape, range.shape);
    }
  }
  return merged;
}

std::size_t Redactor::hold_from() const {
  std::size_t longest = 0;
  for (const Value& value : values_) {
    const std::size_t window = std::min(pending_.size(), value.text.size() - 1);
    std::uint32_t matched = 0;
    for (char c : std::string_view(pending_).substr(pending_.size() - window)) {
      while (matched > 0 && value.text[matched] != c) matched = value.failure[matched - 1];
      if (value.text[matched] == c) ++matched;
    }
    longest = std::max<std::size_t>(longest, matched);
  }
  for (std::size_t length = std::min(pending_.size(), kLongestUndecided); length > longest; --length) {
    const std::string_view tail = std::string_view(pending_).substr(pending_.size() - length);
    if (std::ranges::any_of(kShapes, [&](const Shape& shape) { return may_become(tail, shape); })) longest = length;
  }
  return pending_.size() - longest;
}

void Redactor::emit(std::size_t end, const std::vector<Range>& found, std::string& out) const {
  std::size_t at = shown_;
  for (const Range& range : found) {
    if (range.begin >= end) break;
    if (range.end <= shown_) continue;
    if (range.begin > at) out.append(pending_, at, range.begin - at);
    // One that begins in a token that was replaced goes on with it.
    if (!hidden_ || range.begin >= shown_) out += kRedacted;
    at = range.end;
  }
  if (at < end) out.append(pending_, at, end - at);
}

// The token that was replaced goes on. Of it only a tail is kept in which another secret may begin.
void Redactor::swallow(std::string_view bytes) {
  pending_ += bytes;
  pending_.erase(0, hold_from());
  shown_ = pending_.size();
  hidden_ = true;
}

void Redactor::push(std::string_view bytes, std::int64_t now_ns, std::string& out) {
  if (swallowing_ >= 0) {
    const std::size_t goes_on = token_end(bytes, 0, kShapes[static_cast<std::size_t>(swallowing_)].alphabet);
    swallow(bytes.substr(0, goes_on));
    bytes.remove_prefix(goes_on);
    if (bytes.empty()) return;
    swallowing_ = -1;
  }
  pending_ += bytes;
  const std::vector<Range> found = matches();
  const bool open = !found.empty() && found.back().shape >= 0 && found.back().end == pending_.size();
  std::size_t hold = hold_from();
  for (const Range& range : found) {
    if (hold <= range.begin || hold >= range.end) continue;
    // A second secret may begin inside the first: keep both together until it is decided.
    hold = open && range.end - range.begin > kTokenMaximum ? pending_.size() : range.begin;
    break;
  }
  emit(hold, found, out);
  if (open && hold == pending_.size()) {
    swallowing_ = found.back().shape;
    swallow({});
  } else {
    pending_.erase(0, hold);
    shown_ -= std::min(shown_, hold);
  }
  if (pending_.size() == shown_) {
    held_since_ns_ = -1;
  } else if (hold > 0 || held_since_ns_ < 0) {
    held_since_ns_ = now_ns;
  }
}

std::int64_t Redactor::release_at_ns() const { return held_since_ns_ < 0 ? -1 : held_since_ns_ + kHoldLimitNs; }

void Redactor::release(std::string& out) {
  emit(pending_.size(), matches(), out);
  if (shown_ < pending_.size()) hidden_ = false;
  shown_ = pending_.size();
  held_since_ns_ = -1;
}

}  // namespace tt::jobdir
