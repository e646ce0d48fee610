#include "job_diagnostics.hpp"

#include <fmt/format.h>

#include "base/clock.hpp"
#include "sources.hpp"

namespace tt::server {
namespace {

constexpr std::int64_t kSearchEveryNs = 1'000'000'000;

bool succeeded(const jobs::JobRecord& job) { return job.state == jobs::JobState::kExited && job.exit_code == 0; }

}  // namespace

JobDiagnostics::JobDiagnostics(Daemon& daemon, Client& client)
    : daemon_(daemon), diagnostics_([&client](const protocol::PublishDiagnosticsParams& params) {
        client.notify<protocol::TextDocumentPublishDiagnostics>(params);
      }) {}

void JobDiagnostics::job_changed(const jobs::JobRecord& job) {
  const bool live = !jobs::is_final(job.state);
  if (live && !diagnostics_.follows(job.id)) diagnostics_.begin(job);
  if (!live || !job.marks || job.marks->list.empty() || !diagnostics_.follows(job.id)) return;
  const Search& known = searches_[job.id];
  if (known.shown != job.marks && clock::boottime_ns() - known.begun_ns >= kSearchEveryNs) search(job);
}

void JobDiagnostics::job_ended(const jobs::JobRecord& job) {
  if (succeeded(job)) {
    searches_.erase(job.id);
    diagnostics_.forget(job.id);
  } else if (diagnostics_.follows(job.id) && job.marks && !job.marks->list.empty()) {
    search(job);
  }
}

void JobDiagnostics::search(const jobs::JobRecord& job) {
  Search& search = searches_[job.id];
  if (search.under_way) {
    search.again = true;
    return;
  }
  search.under_way = true;
  daemon_.background.start(fmt::format("diagnostics of job {}", job.number), update(job.id, job.number, job.cwd));
}

asio::awaitable<void> JobDiagnostics::update(std::string id, std::uint32_t number, std::string cwd) {
  const std::vector<std::filesystem::path> folders = co_await source_folders(daemon_, std::move(cwd));
  for (;;) {
    const jobs::JobRecord* job = daemon_.jobs.find(id);
    const auto known = searches_.find(id);
    if (known == searches_.end()) co_return;  // it succeeded meanwhile
    if (job == nullptr || !job->marks) break;
    known->second.again = false;
    known->second.begun_ns = clock::boottime_ns();
    const std::shared_ptr<const jobs::Marks> marks = job->marks;
    FileDiagnostics files = co_await offload(
        daemon_.pool, [folders, marks, number] { return diagnostics_of(number, marks->list, find_places(folders, marks->list)); });
    const auto after = searches_.find(id);
    if (after == searches_.end()) co_return;
    after->second.shown = marks;
    diagnostics_.put(id, std::move(files));
    if (!after->second.again) break;
  }
  searches_[id].under_way = false;
}

}  // namespace tt::server
