// tenstorrent/job/search
#include <fmt/format.h>

#include "handlers.hpp"

namespace tt::server {
namespace {

constexpr std::uint32_t kMostMatches = 10'000;

asio::awaitable<Result<protocol::JobSearchResult>> search(Daemon& daemon, protocol::JobSearchParams params) {
  jobs::SearchRequest request;
  request.text = std::move(params.text);
  request.id = params.id.value_or("");
  request.regex = params.regex.value_or(false);
  request.case_sensitive = params.caseSensitive.value_or(false);
  request.limit = params.limit.value_or(500);
  if (request.limit < 1 || request.limit > kMostMatches) {
    co_return fail(ErrorKind::kInvalidArgument, fmt::format("`limit` goes from 1 to {}.", kMostMatches));
  }
  if (params.id && params.id->empty()) co_return fail(ErrorKind::kNotFound, "There is no job with an empty id.");
  co_await daemon.jobs_recovered();
  jobs::SearchAnswer answer;
  {
    Result<jobs::SearchAnswer> found = co_await daemon.jobs.search(std::move(request));
    if (!found) co_return std::unexpected(found.error());
    answer = std::move(*found);
  }
  protocol::JobSearchResult result;
  result.complete = answer.complete;
  result.matches.reserve(answer.matches.size());
  for (jobs::SearchMatch& match : answer.matches) {
    result.matches.push_back({std::move(match.job), match.line, match.offset, std::move(match.text), match.start, match.end});
  }
  co_return result;
}

}  // namespace

void bind_job_search(Binder& binder, Daemon& daemon) {
  binder.on_request<protocol::JobSearch>([&daemon](protocol::JobSearchParams params) { return search(daemon, std::move(params)); });
}

}  // namespace tt::server
