#include "keep_jobs.hpp"

#include <algorithm>
#include <chrono>

namespace tt::server {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;

}  // namespace

std::uint64_t log_limit(const protocol::Settings& settings) {
  return std::min<std::uint64_t>(settings.logLimitMegabytes.value_or(1000), 1'000'000) * kMegabyte;
}

jobs::RetentionLimits retention_limits(const protocol::Settings& settings) {
  return {std::chrono::days(std::min(settings.keepJobsDays.value_or(90), 36'500u)),
          settings.keepJobsMegabytes.value_or(10'000) * kMegabyte};
}

asio::awaitable<void> recover_and_keep_jobs(Daemon& daemon) {
  co_await recover_jobs(daemon);
  daemon.jobs.retain([&daemon] { return retention_limits(daemon.settings); });
}

}  // namespace tt::server
