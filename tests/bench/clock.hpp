// What the measuring programs share: the one clock that all of them and Node's hrtime read, and medians.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <vector>

namespace tt::bench {

// CLOCK_MONOTONIC in nanoseconds: the same in every process of the machine.
inline std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// The value below which `share` (0 to 1) of the samples lie, by the nearest rank; 0 without samples.
inline std::int64_t quantile(std::vector<std::int64_t> samples, double share) {
  if (samples.empty()) return 0;
  std::sort(samples.begin(), samples.end());
  const auto rank = static_cast<std::size_t>(share * static_cast<double>(samples.size()));
  return samples[std::min(rank, samples.size() - 1)];
}

}  // namespace tt::bench
