// A table of jobs with a loop, a pool and the real supervisor, for tests.
#pragma once

#include <signal.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "jobdir/process.hpp"
#include "jobdir/run_record.hpp"
#include "jobs/table.hpp"
#include "scratch.hpp"

namespace bench {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using tt::Result;
using tt::jobs::JobRecord;
using tt::jobs::JobTable;
using tt::jobs::ReadAnswer;
using tt::jobs::ReadRequest;
using tt::jobs::StartRequest;

// The loop and the pool that a daemon has. Destroyed after the tables on it.
struct Loop {
  asio::io_context context{1};
  asio::thread_pool pool{2};

  // Runs the loop until `ready`; a test that waits longer than 20 s has failed.
  void until(const std::function<bool()>& ready) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!ready()) {
      if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("nothing happened for 20 s");
      if (context.stopped()) context.restart();
      context.run_one_for(100ms);
    }
  }

  template <class T>
  T run(asio::awaitable<T> task) {
    bool done = false;
    std::exception_ptr failure;
    if constexpr (std::is_void_v<T>) {
      asio::co_spawn(context, std::move(task), [&](std::exception_ptr e) { failure = e, done = true; });
      until([&] { return done; });
      if (failure) std::rethrow_exception(failure);
    } else {
      std::optional<T> value;
      asio::co_spawn(context, std::move(task), [&](std::exception_ptr e, T v) {
        failure = e, done = true;
        value.emplace(std::move(v));
      });
      until([&] { return done; });
      if (failure) std::rethrow_exception(failure);
      return std::move(*value);
    }
  }
};

// One window's daemon.
struct Window {
  Loop& loop;
  std::map<std::string, std::vector<JobRecord>> changes;
  std::vector<JobRecord> finals;
  std::vector<std::string> removed;
  std::optional<JobTable> table;

  Window(Loop& loop_, const std::filesystem::path& root, const std::string& supervisor = TT_SUPERVISOR) : loop(loop_) {
    table.emplace(loop.context.get_executor(), loop.pool, root, supervisor,
                  tt::jobs::TableCallbacks{[this](const JobRecord& job) { changes[job.id].push_back(job); },
                                           [this](const JobRecord& job) { finals.push_back(job); },
                                           [this](const std::string& id) { removed.push_back(id); }});
    loop.run(table->recover());
  }

  Result<JobRecord> start(StartRequest request) { return loop.run(table->start(std::move(request))); }
  Result<ReadAnswer> read(std::string id, ReadRequest request) { return loop.run(table->read(std::move(id), request)); }

  // The record once the job is over.
  JobRecord end_of(const std::string& id) {
    loop.until([&] {
      const JobRecord* job = table->find(id);
      return job != nullptr && tt::jobs::is_final(job->state);
    });
    return *table->find(id);
  }

  // The whole filtered log, read as a client does.
  std::string whole_log(const std::string& id, std::uint64_t offset = 0) {
    std::string text;
    for (;;) {
      Result<ReadAnswer> answer = read(id, {.offset = offset, .max_bytes = 61440, .wait = 10s, .allow_file = false});
      if (!answer) throw std::runtime_error(answer.error().message);
      text += answer->data;
      offset = answer->next;
      if (answer->end) return text;
    }
  }
};

inline StartRequest shell(const std::string& script) {
  StartRequest request;
  request.title = "Shell";
  request.argv = {"/bin/sh", "-c", script};
  request.cwd = "/";
  request.environment = {{"PATH", "/usr/bin:/bin"}};
  request.graces = {1s, 1s};
  return request;
}

}  // namespace bench
