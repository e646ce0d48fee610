// Two clocks: one that is right for durations, one that is right for people.
#pragma once

#include <cstdint>
#include <string>

namespace tt::clock {

// Nanoseconds since boot, suspend included: durations stay right when the wall clock jumps.
std::int64_t boottime_ns();

// Milliseconds since the Unix epoch, for display and for nothing else.
std::int64_t wall_ms();

// "2026-11-24T04:06:44.123Z"
std::string iso8601(std::int64_t wall_milliseconds);

// The kernel's id of this boot; empty where /proc hides it.
std::string boot_id();

}  // namespace tt::clock
