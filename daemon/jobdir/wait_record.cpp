#include "wait_record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "base/fd.hpp"
#include "base/files.hpp"

namespace tt::jobdir {
namespace {

std::string one_line(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

template <class Number>
bool take(std::string_view text, Number& out) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && stop == text.data() + text.size();
}

}  // namespace

std::string format_wait_record(const WaitRecord& record) {
  std::string text = fmt::format("position={}\ndevice={}\njob={}\npid={}\nprogram={}\nforeign={}\n", record.position,
                                 one_line(record.device), record.job, record.pid, one_line(record.program), record.foreign ? 1 : 0);
  if (record.since_ms) text += fmt::format("since={}\n", *record.since_ms);
  return text;
}

Result<WaitRecord> parse_wait_record(std::string_view text) {
  WaitRecord record;
  bool fine = true;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = line.substr(0, equals);
    const std::string_view value = line.substr(equals + 1);
    if (key == "position") fine = take(value, record.position) && fine;
    if (key == "device") record.device = value;
    if (key == "job") record.job = value;
    if (key == "pid") fine = take(value, record.pid) && fine;
    if (key == "program") record.program = value;
    if (key == "foreign") record.foreign = value == "1";
    if (key == "since") fine = take(value, record.since_ms.emplace()) && fine;
  }
  if (!fine) return fail(ErrorKind::kMalformed, "What the job waits for can't be read: a number is none.");
  return record;
}

Result<void> write_wait_record(const std::filesystem::path& folder, const WaitRecord& record) {
  const std::filesystem::path path = folder / kWaitFile;
  const std::string fresh = path.string() + ".new";
  const std::string text = format_wait_record(record);
  Fd fd{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) return fail_errno("create", fresh, errno);
  if (::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) return fail_errno("write", fresh, errno);
  fd.reset();
  if (::rename(fresh.c_str(), path.c_str()) != 0) return fail_errno("rename", fresh, errno);
  return {};
}

Result<WaitRecord> read_wait_record(const std::filesystem::path& folder) {
  const Result<std::string> text = read_file(folder / kWaitFile, 65536);
  if (!text) return std::unexpected(text.error());
  return parse_wait_record(*text);
}

}  // namespace tt::jobdir
