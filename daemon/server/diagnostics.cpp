#include "diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/uri.hpp"

namespace tt::server {
namespace {

constexpr std::uint32_t kEndOfLine = 10000;  // LSP: a character past the end is the end

// A logger's warning names the line that logged it, which is where nothing is wrong.
bool belongs_into_a_file(const gates::Mark& mark) {
  switch (mark.kind) {
    case gates::MarkKind::kPytest:
    case gates::MarkKind::kTraceback:
    case gates::MarkKind::kCompiler:
    case gates::MarkKind::kCmake: return true;
    case gates::MarkKind::kLog:
    case gates::MarkKind::kException:
    case gates::MarkKind::kBuild: break;
  }
  return false;
}

protocol::Range range_of(const SourcePlace& place) {
  const std::uint32_t line = place.line > 0 ? place.line - 1 : 0;
  const std::uint32_t column = place.column > 0 ? place.column - 1 : 0;
  return {{line, column}, {line, place.column > 0 ? column : kEndOfLine}};
}

std::string program_of(const jobs::JobRecord& job) {
  std::string text = job.cwd;
  for (const std::string& argument : job.argv) text += '\0' + argument;
  return text;
}

}  // namespace

FileDiagnostics diagnostics_of(std::uint32_t job_number, std::span<const gates::Mark> marks,
                               std::span<const std::optional<SourcePlace>> places) {
  FileDiagnostics files;
  std::size_t count = 0;
  for (std::size_t i = 0; i < marks.size() && count < kMostDiagnostics; ++i) {
    const gates::Mark& mark = marks[i];
    if (!places[i] || !belongs_into_a_file(mark)) continue;
    protocol::Diagnostic diagnostic;
    diagnostic.range = range_of(*places[i]);
    diagnostic.severity = mark.error ? protocol::DiagnosticSeverity::kError : protocol::DiagnosticSeverity::kWarning;
    diagnostic.code = fmt::format("#{}", job_number);
    diagnostic.source = "tt-bringup";
    diagnostic.message = mark.text;
    std::vector<protocol::Diagnostic>& list = files[uri::from_path(places[i]->file)];
    // A header's error comes once for each file that includes it.
    if (std::ranges::find(list, diagnostic) != list.end()) continue;
    list.push_back(std::move(diagnostic));
    ++count;
  }
  return files;
}

void Diagnostics::publish(const FileDiagnostics& changed) const {
  std::vector<const Run*> runs;
  for (const auto& [id, run] : runs_) runs.push_back(&run);
  std::ranges::sort(runs, {}, &Run::number);
  for (const auto& [uri, unused] : changed) {
    protocol::PublishDiagnosticsParams params;
    params.uri = uri;
    for (const Run* run : runs) {
      const auto file = run->files.find(uri);
      if (file != run->files.end()) params.diagnostics.insert(params.diagnostics.end(), file->second.begin(), file->second.end());
    }
    publish_(params);
  }
}

void Diagnostics::begin(const jobs::JobRecord& job) {
  Run run{program_of(job), job.number, {}};
  FileDiagnostics gone;
  std::erase_if(runs_, [&](const auto& entry) {
    const Run& other = entry.second;
    if (other.program != run.program || other.number >= run.number) return false;
    gone.insert(other.files.begin(), other.files.end());
    return true;
  });
  runs_.emplace(job.id, std::move(run));
  publish(gone);
}

void Diagnostics::put(const std::string& job, FileDiagnostics files) {
  const auto run = runs_.find(job);
  if (run == runs_.end()) return;
  FileDiagnostics changed;
  for (const auto& [uri, list] : files) {
    const auto before = run->second.files.find(uri);
    if (before == run->second.files.end() || before->second != list) changed.emplace(uri, list);
  }
  for (const auto& [uri, list] : run->second.files) {
    if (!files.contains(uri)) changed.emplace(uri, list);
  }
  run->second.files = std::move(files);
  publish(changed);
}

void Diagnostics::forget(const std::string& job) {
  const auto run = runs_.find(job);
  if (run == runs_.end()) return;
  const FileDiagnostics gone = std::move(run->second.files);
  runs_.erase(run);
  publish(gone);
}

}  // namespace tt::server
