// tenstorrent/job/tests
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/files.hpp"
#include "base/uri.hpp"
#include "gates/test_log.hpp"
#include "handlers.hpp"
#include "pytests/find.hpp"

namespace tt::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestSource = 4u << 20;
constexpr std::size_t kMaxReadings = 4;

// A Python file that a log names.
struct Source {
  std::optional<std::string> uri;  // absent: not on this machine
  std::map<std::string, std::uint32_t, std::less<>> lines;
};

// How far a job's log was read, so that the next request goes on there. It moves to the pool and back: a request that comes
// meanwhile begins one of its own.
struct Reading {
  std::string job;
  fs::path folder;  // in which pytest ran
  gates::TestLog log;
  std::uint64_t offset = 0;
  std::map<std::string, Source, std::less<>> sources;
};

// Invariant: at most kMaxReadings, the one used last at the end.
using Readings = std::vector<Reading>;

Reading take_reading(Readings& readings, const jobs::JobRecord& job) {
  const auto known = std::ranges::find(readings, job.id, &Reading::job);
  if (known == readings.end()) {
    const bool collecting =
        std::ranges::find(job.argv, "--collect-only") != job.argv.end() || std::ranges::find(job.argv, "--co") != job.argv.end();
    return {job.id, job.cwd, gates::TestLog(job.cwd, collecting), 0, {}};
  }
  Reading reading = std::move(*known);
  readings.erase(known);
  return reading;
}

void keep_reading(Readings& readings, Reading reading) {
  std::erase_if(readings, [&](const Reading& other) { return other.job == reading.job; });
  if (readings.size() >= kMaxReadings) readings.erase(readings.begin());
  readings.push_back(std::move(reading));
}

Source read_source(const fs::path& folder, std::string_view name) {
  std::error_code failure;
  const fs::path path = fs::weakly_canonical(folder / name, failure);
  if (failure || !fs::is_regular_file(path, failure)) return {};
  Source source{uri::from_path(path), {}};
  const Result<std::string> text = read_file(path, kLargestSource);
  if (!text) return source;
  for (const pytests::TestFunction& test : pytests::find_tests(*text)) source.lines.emplace(test.name, test.line + 1);
  return source;
}

const Source& source_of(Reading& reading, const std::string& name) {
  const auto known = reading.sources.find(name);
  if (known != reading.sources.end()) return known->second;
  return reading.sources.emplace(name, read_source(reading.folder, name)).first->second;
}

protocol::TestOutcome to_wire(gates::TestOutcome outcome) {
  switch (outcome) {
    case gates::TestOutcome::kCollected: return protocol::TestOutcome::kCollected;
    case gates::TestOutcome::kRunning: return protocol::TestOutcome::kRunning;
    case gates::TestOutcome::kPassed: return protocol::TestOutcome::kPassed;
    case gates::TestOutcome::kFailed: return protocol::TestOutcome::kFailed;
    case gates::TestOutcome::kError: return protocol::TestOutcome::kError;
    case gates::TestOutcome::kSkipped: return protocol::TestOutcome::kSkipped;
    case gates::TestOutcome::kXfailed: return protocol::TestOutcome::kXfailed;
    case gates::TestOutcome::kXpassed: return protocol::TestOutcome::kXpassed;
  }
  return protocol::TestOutcome::kError;
}

protocol::JobTest to_wire(gates::Test test, Reading& reading) {
  protocol::JobTest out;
  const std::size_t file_end = std::min(test.id.find("::"), test.id.size());
  const Source& source = source_of(reading, test.id.substr(0, file_end));
  out.uri = source.uri;
  if (file_end < test.id.size()) {
    const std::string_view names = std::string_view(test.id).substr(file_end + 2);
    const auto line = source.lines.find(names.substr(0, names.find('[')));
    if (line != source.lines.end()) out.line = line->second;
  }
  out.outcome = to_wire(test.outcome);
  if (test.duration_ms) out.durationMs = static_cast<std::uint64_t>(*test.duration_ms);
  if (!test.message.empty()) out.message = std::move(test.message);
  if (test.failure_line != 0) {
    out.failureUri = source_of(reading, test.failure_file).uri;
    if (out.failureUri) out.failureLine = test.failure_line;
  }
  out.id = std::move(test.id);
  return out;
}

struct Read {
  Reading reading;
  protocol::JobTestsResult result;
};

Read summarise(Reading reading, bool over) {
  Read read{std::move(reading), {}};
  for (gates::Test& test : read.reading.log.tests(over)) read.result.tests.push_back(to_wire(std::move(test), read.reading));
  read.result.complete = over && !read.reading.log.left_out();
  return read;
}

Reading push(Reading reading, const std::string& text) {
  reading.log.push(text);
  return reading;
}

asio::awaitable<Result<protocol::JobTestsResult>> tests(Daemon& daemon, std::shared_ptr<Readings> readings,
                                                        protocol::JobTestsParams params) {
  co_await daemon.jobs_recovered();
  const jobs::JobRecord* job = daemon.jobs.find(params.id);
  if (job == nullptr)
    co_return fail(ErrorKind::kNotFound, fmt::format("There is no job {}.", params.id), "List the jobs to see which there are.");
  Reading reading = take_reading(*readings, *job);
  bool over = false;
  for (;;) {
    jobs::ReadRequest request;
    request.offset = reading.offset;
    request.plain = true;
    Result<jobs::ReadAnswer> answer = co_await daemon.jobs.read(params.id, request);
    if (!answer) co_return std::unexpected(answer.error());
    over = answer->end;
    const bool more = answer->next > reading.offset;
    reading.offset = std::max(reading.offset, answer->next);
    if (!answer->data.empty()) {
      auto pushed = [reading = std::move(reading), text = std::move(answer->data)]() mutable {
        return push(std::move(reading), text);
      };
      reading = co_await offload(daemon.pool, std::move(pushed));
    }
    if (over || !more) break;
  }
  auto summed = [reading = std::move(reading), over]() mutable { return summarise(std::move(reading), over); };
  Read read = co_await offload(daemon.pool, std::move(summed));
  keep_reading(*readings, std::move(read.reading));
  co_return std::move(read.result);
}

}  // namespace

void bind_job_tests(Binder& binder, Daemon& daemon) {
  const auto readings = std::make_shared<Readings>();
  binder.on_request<protocol::JobTests>(
      [&daemon, readings](protocol::JobTestsParams params) { return tests(daemon, readings, std::move(params)); });
}

}  // namespace tt::server
