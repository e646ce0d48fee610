// ULIDs: names for job folders that sort by the time of their making (github.com/ulid/spec).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tt::jobdir {

// Invariant: each ULID is greater than the one before, also within a millisecond and when the wall clock goes back.
// One per process; used on one thread.
class UlidSource {
 public:
  // A ULID for `wall_ms` (milliseconds since the epoch), 26 characters of Crockford's base 32.
  std::string next(std::int64_t wall_ms);

 private:
  std::uint64_t last_ms_ = 0;
  std::array<std::uint8_t, 10> random_{};
};

// 26 characters of Crockford's base 32 in upper case, the first at most '7'. Nothing else may become a folder's name.
bool is_ulid(std::string_view text);

// The time inside a ULID, milliseconds since the epoch; nothing where it isn't one.
std::optional<std::int64_t> ulid_wall_ms(std::string_view text);

}  // namespace tt::jobdir
