#include "run_record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <map>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "paths.hpp"

namespace tt::jobdir {
namespace {

using Fields = std::map<std::string_view, std::string_view>;

template <class Number>
bool take(const Fields& fields, std::string_view key, Number& out) {
  const auto found = fields.find(key);
  if (found == fields.end()) return false;
  const char* const end = found->second.data() + found->second.size();
  const auto [stop, error] = std::from_chars(found->second.data(), end, out);
  return error == std::errc{} && stop == end;
}

}  // namespace

std::string format_run_record(const RunRecord& record) {
  return fmt::format(
      "version={}\nsupervisor.pid={}\nsupervisor.start={}\nchild.pid={}\nchild.start={}\nboot={}\ncgroup={}\n"
      "started.wall_ms={}\nstarted.boottime_ns={}\nchoice={}\n",
      record.version, record.supervisor.pid, record.supervisor.start_time, record.child.pid, record.child.start_time,
      record.boot_id, record.cgroup, record.started_wall_ms, record.started_boottime_ns, record.choice);
}

Result<RunRecord> parse_run_record(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::size_t equals = line.find('=');
    if (equals != std::string_view::npos) fields[line.substr(0, equals)] = line.substr(equals + 1);
  }
  RunRecord record;
  if (!take(fields, "version", record.version)) return fail(ErrorKind::kMalformed, "The run record has no version.");
  if (record.version > kRunRecordVersion) {
    return fail(ErrorKind::kUnsupported, fmt::format("The run record has version {}, newer than this program.", record.version),
                "Update the extension.");
  }
  const bool whole = take(fields, "supervisor.pid", record.supervisor.pid) &&
                     take(fields, "supervisor.start", record.supervisor.start_time) &&
                     take(fields, "child.pid", record.child.pid) && take(fields, "child.start", record.child.start_time) &&
                     fields.contains("boot") && take(fields, "started.wall_ms", record.started_wall_ms) &&
                     take(fields, "started.boottime_ns", record.started_boottime_ns);
  // A pid below 2 would turn a kill() into one of a whole group, or of everything.
  if (!whole || record.supervisor.pid < 2 || record.child.pid < 2) {
    return fail(ErrorKind::kMalformed, "The run record lacks a field, or holds a number that can't be.");
  }
  if (fields.contains("choice") && !take(fields, "choice", record.choice)) {
    return fail(ErrorKind::kMalformed, "The run record says with a word which cards the job got.");
  }
  record.boot_id = fields["boot"];
  record.cgroup = fields["cgroup"];
  return record;
}

Result<void> write_run_record(const std::filesystem::path& folder, const RunRecord& record) {
  if (Result<void> written = write_file_atomically(folder / kRunFile, format_run_record(record)); !written) return written;
  const Fd fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!fd || ::fsync(fd.get()) != 0) return fail_errno("fsync", folder.string(), errno);
  return {};
}

Result<RunRecord> read_run_record(const std::filesystem::path& folder) {
  const Result<std::string> text = read_file(folder / kRunFile, 65536);
  if (!text) return std::unexpected(text.error());
  return parse_run_record(*text);
}

}  // namespace tt::jobdir
