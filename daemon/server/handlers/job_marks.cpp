// tenstorrent/job/marks
#include "base/uri.hpp"
#include "handlers.hpp"
#include "server/sources.hpp"

namespace tt::server {
namespace {

protocol::JobMark to_wire(const gates::Mark& mark, const std::optional<SourcePlace>& place) {
  protocol::JobMark out;
  out.line = mark.line;
  out.offset = mark.offset;
  out.severity = mark.error ? protocol::ProblemSeverity::kError : protocol::ProblemSeverity::kWarning;
  out.text = mark.text;
  if (place) {
    out.uri = uri::from_path(place->file);
    if (place->line > 0) out.fileLine = place->line;
  }
  return out;
}

asio::awaitable<Result<protocol::JobMarksResult>> marks(Daemon& daemon, protocol::JobMarksParams params) {
  co_await daemon.jobs_recovered();
  const Result<jobs::JobRecord> job = co_await daemon.jobs.examine(params.id);
  if (!job) co_return std::unexpected(job.error());
  protocol::JobMarksResult result{{}, true};
  if (!job->marks) co_return result;
  const std::shared_ptr<const jobs::Marks> found = job->marks;
  const std::vector<std::filesystem::path> folders = co_await source_folders(daemon, job->cwd);
  const std::vector<std::optional<SourcePlace>> places =
      co_await offload(daemon.pool, [folders, found] { return find_places(folders, found->list); });
  for (std::size_t i = 0; i < found->list.size(); ++i) result.marks.push_back(to_wire(found->list[i], places[i]));
  result.complete = found->complete;
  co_return result;
}

}  // namespace

void bind_job_marks(Binder& binder, Daemon& daemon) {
  binder.on_request<protocol::JobMarks>([&daemon](protocol::JobMarksParams params) { return marks(daemon, std::move(params)); });
}

}  // namespace tt::server
