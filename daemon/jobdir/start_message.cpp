#include "start_message.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bytes.hpp"
#include "crc32.hpp"

namespace tt::jobdir {
namespace {

constexpr std::string_view kMagic = "TTSTART1";
constexpr std::string_view kReplyMagic = "TTREPLY1";

void put_list(std::string& out, const std::vector<std::string>& list) {
  put(out, static_cast<std::uint32_t>(list.size()));
  for (const std::string& item : list) put_text(out, item);
}

std::vector<std::string> take_list(ByteReader& reader) {
  std::vector<std::string> list;
  // Nothing is reserved on the word of a count: each item must be there.
  for (auto count = reader.take<std::uint32_t>(); count > 0 && reader.ok(); --count) list.emplace_back(reader.take_text());
  return list;
}

bool is_absolute(std::string_view path) { return path.starts_with('/'); }

bool holds_nul(const std::vector<std::string>& list) {
  return std::ranges::any_of(list, [](const std::string& item) { return item.find('\0') != std::string::npos; });
}

Result<StartMessage> check(StartMessage message) {
  if (message.argv.empty() || message.argv[0].empty()) return fail(ErrorKind::kInvalidArgument, "The job has no program to start.");
  if (!is_absolute(message.folder) || !is_absolute(message.cwd)) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' and '{}' must be absolute paths.", message.folder, message.cwd));
  }
  if ((!message.lease.empty() && !is_absolute(message.lease)) || (!message.ticket.empty() && !is_absolute(message.ticket))) {
    return fail(ErrorKind::kInvalidArgument, "The paths of lease and ticket must be absolute.");
  }
  // Not the secrets: a value may be anything.
  if (holds_nul(message.argv) || holds_nul(message.environment) ||
      holds_nul({message.folder, message.cwd, message.lease, message.ticket})) {
    return fail(ErrorKind::kInvalidArgument, "A program, argument, variable or path of the job holds a NUL character.");
  }
  return message;
}

}  // namespace

std::string encode_start_message(const StartMessage& message) {
  std::string body;
  put_text(body, message.id);
  put_text(body, message.folder);
  put_list(body, message.argv);
  put_text(body, message.cwd);
  put_list(body, message.environment);
  put(body, static_cast<std::uint8_t>(message.mode));
  put(body, message.columns);
  put(body, message.rows);
  put(body, message.interrupt_grace_ms);
  put(body, message.terminate_grace_ms);
  put(body, message.time_limit_ms);
  put(body, message.log_limit_bytes);
  put_text(body, message.lease);
  put_text(body, message.ticket);
  put_list(body, message.secrets);
  std::string out(kMagic);
  put_text(out, body);
  put(out, crc32(body));
  return out;
}

Result<StartMessage> decode_start_message(std::string_view bytes) {
  ByteReader frame(bytes);
  const bool known = frame.take_bytes(kMagic.size()) == kMagic;
  const std::string_view body = frame.take_text();
  const auto checksum = frame.take<std::uint32_t>();
  if (!known || !frame.at_end() || checksum != crc32(body)) return fail(ErrorKind::kMalformed, "The start message isn't whole.");
  ByteReader reader(body);
  StartMessage message;
  message.id = reader.take_text();
  message.folder = reader.take_text();
  message.argv = take_list(reader);
  message.cwd = reader.take_text();
  message.environment = take_list(reader);
  const auto mode = reader.take<std::uint8_t>();
  message.columns = reader.take<std::uint16_t>();
  message.rows = reader.take<std::uint16_t>();
  message.interrupt_grace_ms = reader.take<std::uint32_t>();
  message.terminate_grace_ms = reader.take<std::uint32_t>();
  message.time_limit_ms = reader.take<std::uint32_t>();
  message.log_limit_bytes = reader.take<std::uint64_t>();
  message.lease = reader.take_text();
  message.ticket = reader.take_text();
  message.secrets = take_list(reader);
  if (!reader.at_end() || mode > 1) return fail(ErrorKind::kMalformed, "The start message has the wrong shape.");
  message.mode = static_cast<OutputMode>(mode);
  return check(std::move(message));
}

std::string encode_start_reply(std::string_view failure) {
  std::string out(kReplyMagic);
  put_text(out, failure);
  return out;
}

Result<void> decode_start_reply(std::string_view bytes) {
  ByteReader reader(bytes);
  const bool known = reader.take_bytes(kReplyMagic.size()) == kReplyMagic;
  const std::string_view failure = reader.take_text();
  if (!known || !reader.at_end()) return fail(ErrorKind::kIo, "The job's supervisor ended before it took the job over.");
  if (!failure.empty()) return fail(ErrorKind::kIo, std::string(failure));
  return {};
}

}  // namespace tt::jobdir
