#include <fcntl.h>
#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <cerrno>

#include "base/log.hpp"
#include "core.hpp"
#include "gates/watcher.hpp"
#include "jobdir/paths.hpp"

namespace tt::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPiece = 65536;

// Blocks: for the pool. A log that can't be read measures nothing.
std::vector<gates::Measurement> measure_file(const std::filesystem::path& path, const std::atomic<bool>& stop) {
  gates::Watcher watcher;
  const Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  std::string piece(kPiece, '\0');
  while (fd && !stop.load()) {
    const ssize_t n = ::read(fd.get(), piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    watcher.push(std::string_view(piece).substr(0, static_cast<std::size_t>(n)));
  }
  watcher.finish();
  return watcher.measurements();
}

}  // namespace

asio::awaitable<void> follow(std::shared_ptr<Table> table, std::shared_ptr<Job> job) {
  gates::Watcher watcher;
  for (;;) {
    const std::uint64_t beats = job->beats;
    // Read before the log is: once the supervisor has gone nothing is added.
    const bool over = job->over.has_value();
    const Result<std::string> piece = co_await read_log(table, job, watcher.bytes_seen(), kPiece);
    if (table->closed) co_return;
    if (!piece) log::warning("job {}: {}", job->record.number, piece.error().message);
    if (piece && !piece->empty()) {
      watcher.push(*piece);
      // Usually the watch on the log was quicker.
      if (watcher.bytes_seen() > job->record.size && refresh_size(*job)) tell(table, job);
      if (watcher.measurements().size() != job->record.measurements.size()) {
        job->record.measurements = watcher.measurements();
        tell(table, job);
      }
      // A log may grow faster than it is read: requests get their turn.
      co_await asio::post(table->executor, asio::use_awaitable);
      if (table->closed) co_return;
      continue;
    }
    if (over) break;
    co_await wait_for_change(table, job, beats, 1h);
    if (table->closed) co_return;
  }
  watcher.finish();
  job->record.measurements = watcher.measurements();
  job->followed = true;
  wake(*job);
}

asio::awaitable<void> measure_old(std::shared_ptr<Table> table) {
  const Busy busy(table);
  while (!table->closed && !table->unmeasured.empty()) {
    // The newest first: it is what the user will look at.
    const std::string id = std::move(table->unmeasured.back());
    table->unmeasured.pop_back();
    const std::shared_ptr<Job> job = find_job(*table, id);
    if (!job) continue;
    std::vector<gates::Measurement> found = co_await offload(
        table->pool, [path = job->folder / jobdir::kLogFile, stop = table->stop_work] { return measure_file(path, *stop); });
    if (table->closed) co_return;
    measured(table, job, std::move(found));
  }
  table->measuring = false;
}

}  // namespace tt::jobs
