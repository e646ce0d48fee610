// Keeps the diagnostics in source files up with the jobs that this window's daemon sees live.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "client.hpp"
#include "daemon.hpp"
#include "diagnostics.hpp"
#include "jobs/record.hpp"

namespace tt::server {

// Invariant: of one job's marks at most one search for files is under way, at most one a second as long as the job lives, and the
// last state always arrives. Touched on the loop's thread; the references must outlive it and the daemon's background work.
class JobDiagnostics {
 public:
  JobDiagnostics(Daemon& daemon, Client& client);

  void job_changed(const jobs::JobRecord& job);
  void job_ended(const jobs::JobRecord& job);
  void job_removed(const std::string& id) { diagnostics_.forget(id); }

 private:
  struct Search {
    std::shared_ptr<const jobs::Marks> shown;  // the marks that the diagnostics are made of
    std::int64_t begun_ns = 0;
    bool under_way = false;
    bool again = false;
  };

  void search(const jobs::JobRecord& job);
  asio::awaitable<void> update(std::string id, std::uint32_t number, std::string cwd);

  Daemon& daemon_;
  Diagnostics diagnostics_;
  std::map<std::string, Search> searches_;  // by the job's id
};

}  // namespace tt::server
