#include "clock.hpp"

#include <fmt/chrono.h>
#include <time.h>

#include "files.hpp"

namespace tt::clock {
namespace {

std::int64_t read(clockid_t id) {
  timespec now{};
  ::clock_gettime(id, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

std::int64_t boottime_ns() { return read(CLOCK_BOOTTIME); }

std::int64_t wall_ms() { return read(CLOCK_REALTIME) / 1'000'000; }

std::string iso8601(std::int64_t wall_milliseconds) {
  const std::time_t seconds = wall_milliseconds / 1000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), wall_milliseconds % 1000);
}

std::string boot_id() {
  Result<std::string> id = read_file("/proc/sys/kernel/random/boot_id", 64);
  if (!id) return {};
  while (!id->empty() && id->back() == '\n') id->pop_back();
  return *id;
}

}  // namespace tt::clock
