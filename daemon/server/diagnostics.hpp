// What the latest jobs reported in source files, shown in those files: tests that failed, and errors of compilers.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jobs/record.hpp"
#include "protocol/gen/messages.hpp"
#include "sources.hpp"

namespace tt::server {

// By the file's URI, in the order of the log.
using FileDiagnostics = std::map<std::string, std::vector<protocol::Diagnostic>>;

// Those of a job's marks that belong into a file, where that was found; at most kMostDiagnostics. `places` has one for each mark.
FileDiagnostics diagnostics_of(std::uint32_t job_number, std::span<const gates::Mark> marks,
                               std::span<const std::optional<SourcePlace>> places);

inline constexpr std::size_t kMostDiagnostics = 200;

// Invariant: the client has been told of exactly what is kept here; what several jobs say of one file goes out as one list.
// Touched on the loop's thread.
class Diagnostics {
 public:
  using Publish = std::function<void(const protocol::PublishDiagnosticsParams&)>;

  explicit Diagnostics(Publish publish) : publish_(std::move(publish)) {}

  // A job began: what earlier runs of the same program with the same arguments in the same folder said is over.
  void begin(const jobs::JobRecord& job);

  // Whether begin() saw the job: jobs that were over long ago are not shown.
  bool follows(const std::string& job) const { return runs_.contains(job); }

  // Replaces what the job said. Of a job that isn't followed: nothing.
  void put(const std::string& job, FileDiagnostics files);

  // The job succeeded or was removed: it says nothing any more.
  void forget(const std::string& job);

 private:
  struct Run {
    std::string program;  // the same for two runs of the same thing
    std::uint32_t number = 0;
    FileDiagnostics files;
  };

  void publish(const FileDiagnostics& changed) const;

  Publish publish_;
  std::map<std::string, Run> runs_;  // by the job's id
};

}  // namespace tt::server
