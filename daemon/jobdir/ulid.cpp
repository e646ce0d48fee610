#include "ulid.hpp"

#include <sys/random.h>

#include <algorithm>
#include <cstddef>

namespace tt::jobdir {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kTimeCharacters = 10;
constexpr std::size_t kLength = 26;

}  // namespace

std::string UlidSource::next(std::int64_t wall_ms) {
  const std::uint64_t now = static_cast<std::uint64_t>(std::max<std::int64_t>(wall_ms, 0)) & 0xFFFF'FFFF'FFFFu;
  bool overflow = false;
  if (now <= last_ms_) {
    // Same millisecond, or the clock went back: count the random part up.
    overflow = std::all_of(random_.begin(), random_.end(), [](std::uint8_t b) { return b == 0xFF; });
    for (std::size_t i = random_.size(); i-- > 0;) {
      if (++random_[i] != 0) break;
    }
  }
  if (now > last_ms_ || overflow) {
    last_ms_ = overflow ? last_ms_ + 1 : now;
    // 10 bytes can't come back short (getrandom(2): up to 256 bytes are never interrupted).
    [[maybe_unused]] const ssize_t n = ::getrandom(random_.data(), random_.size(), 0);
    // The upper half stays free, so that counting up never runs over within one millisecond.
    random_[0] &= 0x7F;
  }
  std::string out(kLength, '0');
  for (std::size_t i = 0; i < kTimeCharacters; ++i) out[i] = kAlphabet[last_ms_ >> (5 * (kTimeCharacters - 1 - i)) & 31];
  for (std::size_t i = 0; i < kLength - kTimeCharacters; ++i) {
    const std::size_t bit = 5 * i;
    const unsigned pair = random_[bit / 8] << 8u | (bit / 8 + 1 < random_.size() ? random_[bit / 8 + 1] : 0u);
    out[kTimeCharacters + i] = kAlphabet[pair >> (11 - bit % 8) & 31];
  }
  return out;
}

bool is_ulid(std::string_view text) {
  return text.size() == kLength && text[0] <= '7' &&
         std::ranges::all_of(text, [](char c) { return kAlphabet.find(c) != std::string_view::npos; });
}

std::optional<std::int64_t> ulid_wall_ms(std::string_view text) {
  if (!is_ulid(text)) return std::nullopt;
  std::int64_t value = 0;
  for (char c : text.substr(0, kTimeCharacters)) value = value * 32 + static_cast<std::int64_t>(kAlphabet.find(c));
  return value;
}

}  // namespace tt::jobdir
