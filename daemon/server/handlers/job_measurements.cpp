// tenstorrent/job/measurements
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/clock.hpp"
#include "handlers.hpp"
#include "server/convert.hpp"
#include "server/measured_runs.hpp"

namespace tt::server {
namespace {

asio::awaitable<Result<protocol::JobMeasurementsResult>> measurements(Daemon& daemon, protocol::JobMeasurementsParams params) {
  co_await daemon.jobs_recovered();
  const jobs::JobRecord* found = daemon.jobs.find(params.id);
  if (found == nullptr)
    co_return fail(ErrorKind::kNotFound, fmt::format("There is no job {}.", params.id), "List the jobs to see which there are.");
  const jobs::JobRecord job = *found;
  Result<std::vector<jobs::JobRecord>> all = daemon.jobs.list(std::numeric_limits<std::size_t>::max());
  if (!all) co_return std::unexpected(all.error());
  std::erase_if(*all, [&](const jobs::JobRecord& other) { return !ran_the_same(job, other); });
  std::ranges::sort(*all, {}, &jobs::JobRecord::number);
  protocol::JobMeasurementsResult result;
  for (const jobs::JobRecord& run : *all) {
    result.runs.push_back({run.id, run.number, clock::iso8601(run.created_ms), to_wire(run).measurements});
  }
  result.csv = measurements_csv(*all);
  co_return result;
}

}  // namespace

void bind_job_measurements(Binder& binder, Daemon& daemon) {
  binder.on_request<protocol::JobMeasurements>(
      [&daemon](protocol::JobMeasurementsParams params) { return measurements(daemon, std::move(params)); });
}

}  // namespace tt::server
