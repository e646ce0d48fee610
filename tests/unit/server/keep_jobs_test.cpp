#include "server/keep_jobs.hpp"

#include <doctest/doctest.h>

using namespace tt;
using namespace tt::server;

TEST_CASE("what isn't set is kept in reasonable numbers, and zero keeps all") {
  protocol::Settings settings;
  CHECK(log_limit(settings) == 1'000'000'000);
  CHECK(retention_limits(settings).age == std::chrono::days(90));
  CHECK(retention_limits(settings).bytes == 10'000'000'000);
  settings.logLimitMegabytes = settings.keepJobsDays = settings.keepJobsMegabytes = 0;
  CHECK(log_limit(settings) == 0);
  CHECK(retention_limits(settings).age == std::chrono::days(0));
  CHECK(retention_limits(settings).bytes == 0);
}

TEST_CASE("numbers that are too large are taken for the largest") {
  protocol::Settings settings;
  settings.logLimitMegabytes = settings.keepJobsDays = settings.keepJobsMegabytes = 4'294'967'295;
  CHECK(log_limit(settings) == 1'000'000'000'000);
  CHECK(retention_limits(settings).age == std::chrono::days(36'500));
  CHECK(retention_limits(settings).bytes == 4'294'967'295'000'000);
}
