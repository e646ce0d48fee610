#include <fcntl.h>
#include <fmt/format.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include <boost/asio/redirect_error.hpp>
#include <cerrno>
#include <cstring>

#include "base/log.hpp"
#include "core.hpp"
#include "jobdir/paths.hpp"
#include "jobdir/wait_record.hpp"
#include "pin.hpp"

namespace tt::jobs {
namespace {

using namespace std::chrono_literals;

// A flood wakes its readers this often at most; the first bytes after quiet go at once.
constexpr auto kBetweenWakes = 2ms;

constexpr std::uint32_t kAllJobsMask = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR;
constexpr std::uint32_t kFolderMask = IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR;

void log_grew(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job) {
  if (!refresh_size(*job)) return;
  tell(table, job);
  wake(*job);
}

void look_again(const std::shared_ptr<Table>& table, const std::string& id) {
  spawn(table->executor, "look at a job", consider(table, id));
}

void folder_came_or_went(const std::shared_ptr<Table>& table, const inotify_event& event, const std::string& name) {
  if ((event.mask & IN_CREATE) != 0) {
    if (std::optional<std::string> told = told_by(name)) return spawn(table->executor, "look at a pin", look_at_pin(table, *told));
  }
  if (!jobdir::is_ulid(name)) return;
  if ((event.mask & (IN_DELETE | IN_MOVED_FROM)) != 0) return forget(table, name);
  if (find_job(*table, name) || table->starting.contains(name)) return;
  // Watched first and looked at then: nothing falls between.
  watch_folder(table, name);
  look_again(table, name);
}

void file_came(const std::shared_ptr<Table>& table, const std::string& id, const std::string& name) {
  const std::shared_ptr<Job> job = find_job(*table, id);
  if (name == jobdir::kLogFile && job) {
    watch_log(table, job);
    log_grew(table, job);
  } else if (!job ? name == jobdir::kSpecFile || name == jobdir::kControlFile
                  : name == jobdir::kRunFile || name == jobdir::kWaitFile) {
    look_again(table, id);
  }
}

// Of folders that came meanwhile the repetition of recover() will know.
asio::awaitable<void> look_at_live_jobs(std::shared_ptr<Table> table) {
  const auto jobs = table->jobs;
  for (const auto& [id, job] : jobs) {
    if (!job->attended) continue;
    watch_log(table, job);
    log_grew(table, job);
    co_await consider(table, id);
    if (table->closed) co_return;
  }
}

void handle(const std::shared_ptr<Table>& table, const inotify_event& event) {
  if ((event.mask & IN_Q_OVERFLOW) != 0) return spawn(table->executor, "look at all jobs again", look_at_live_jobs(table));
  const auto it = table->watches.find(event.wd);
  if (it == table->watches.end()) return;
  const Table::Watched watched = it->second;
  if ((event.mask & IN_IGNORED) != 0) {
    table->watches.erase(it);
    return;
  }
  const std::string name = event.len > 0 ? std::string(event.name) : std::string{};
  if (watched.id.empty()) {
    folder_came_or_went(table, event, name);
  } else if (!watched.log) {
    file_came(table, watched.id, name);
  } else if (const std::shared_ptr<Job> job = find_job(*table, watched.id)) {
    log_grew(table, job);
  }
}

asio::awaitable<void> watch(std::shared_ptr<Table> table, std::shared_ptr<asio::posix::stream_descriptor> inotify) {
  for (;;) {
    boost::system::error_code failure;
    co_await inotify->async_wait(asio::posix::stream_descriptor::wait_read, asio::redirect_error(asio::use_awaitable, failure));
    if (failure || table->closed) co_return;
    take_events(table);
    co_await table->closing.wait_for(kBetweenWakes);
    if (table->closed) co_return;
  }
}

}  // namespace

void take_events(const std::shared_ptr<Table>& table) {
  if (!table->inotify || !table->inotify->is_open()) return;
  alignas(inotify_event) char buffer[16384];
  for (;;) {
    const ssize_t n = ::read(table->inotify->native_handle(), buffer, sizeof buffer);
    if (n <= 0) return;
    for (ssize_t at = 0; at < n;) {
      inotify_event event{};
      std::memcpy(&event, buffer + at, sizeof event);
      handle(table, *reinterpret_cast<const inotify_event*>(buffer + at));
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
}

asio::awaitable<void> consider(std::shared_ptr<Table> table, std::string id) {
  const Busy busy(table);
  const std::filesystem::path root = table->root;
  const std::uint64_t number = ++table->looks;
  Found found = co_await offload(table->pool, [root, id] { return look(root, id); });
  // Looks may end in another order than they began in. What an older one saw last, a newer one was begun for.
  std::uint64_t& applied = table->applied_looks[id];
  if (applied > number) co_return;
  applied = number;
  record_found(table, std::move(found));
  if (const std::shared_ptr<Job> job = find_job(*table, id); !job || is_final(job->record.state)) table->applied_looks.erase(id);
}

bool refresh_size(Job& job) {
  if (!job.log) {
    Fd opened{::open((job.folder / jobdir::kLogFile).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (!opened) return false;
    job.log = std::make_shared<const Fd>(std::move(opened));
    mark_as_read(job.log->get());
    job.gap_file = jobdir::open_gap_file(job.folder);
    refresh_gap(job);
  }
  struct stat info{};
  if (::fstat(job.log->get(), &info) != 0) return false;
  const auto size = static_cast<std::uint64_t>(info.st_size);
  const bool changed = size != job.record.size;
  job.record.size = size;
  if (changed) refresh_gap(job);
  return changed;
}

void refresh_gap(Job& job) {
  if (!job.gap_file) return;
  job.gap = jobdir::read_gap(job.gap_file.get());
  // The exit record knows the whole of it.
  if (!is_final(job.record.state)) job.record.missing = job.gap.missing();
}

void close_log(Job& job) {
  job.log.reset();
  job.gap_file.reset();
}

void start_watch(const std::shared_ptr<Table>& table) {
  if (table->inotify) return;
  const int fd = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  const int jobs_watch = fd < 0 ? -1 : ::inotify_add_watch(fd, (table->root / "jobs").c_str(), kAllJobsMask);
  if (jobs_watch < 0) {
    // Everything still works: waits are cut into short ones, and the repetition of recover() finds new jobs.
    log::warning("watch {}: {}", (table->root / "jobs").string(), ::strerrordesc_np(errno));
    if (fd >= 0) ::close(fd);
    return;
  }
  table->inotify = std::make_shared<asio::posix::stream_descriptor>(table->executor, fd);
  table->watches[jobs_watch] = {};
  spawn(table->executor, "watch job folders", watch(table, table->inotify));
}

void watch_folder(const std::shared_ptr<Table>& table, const std::string& id) {
  if (!table->inotify) return;
  const int wd = ::inotify_add_watch(table->inotify->native_handle(), jobdir::job_folder(table->root, id).c_str(), kFolderMask);
  if (wd < 0) return;
  table->watches[wd] = {id, false};
  if (const std::shared_ptr<Job> job = find_job(*table, id)) job->folder_watch = wd;
}

void watch_log(const std::shared_ptr<Table>& table, const std::shared_ptr<Job>& job) {
  if (!table->inotify || job->log_watch >= 0) return;
  job->log_watch = ::inotify_add_watch(table->inotify->native_handle(), (job->folder / jobdir::kLogFile).c_str(), IN_MODIFY);
  if (job->log_watch < 0) return;
  table->watches[job->log_watch] = {job->record.id, true};
}

void unwatch(const std::shared_ptr<Table>& table, Job& job) {
  for (int* wd : {&job.folder_watch, &job.log_watch}) {
    if (*wd < 0) continue;
    table->watches.erase(*wd);
    if (table->inotify && table->inotify->is_open()) ::inotify_rm_watch(table->inotify->native_handle(), *wd);
    *wd = -1;
  }
}

}  // namespace tt::jobs
