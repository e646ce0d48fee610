#include "start_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "bytes.hpp"
#include "crc32.hpp"

namespace tt::jobdir {
namespace {

constexpr std::string_view kMagic = "TTSTART2";
constexpr std::string_view kMagicBefore = "TTSTART1";
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

// A choice is a few short texts; so many that no need is cut short, so few that a supervisor can look at all of them often.
constexpr std::uint32_t kMostChoices = 1024;

void put_choice(std::string& out, const CardChoice& choice) {
  put_text(out, choice.device);
  put_list(out, choice.leases);
  put(out, static_cast<std::uint32_t>(choice.nodes.size()));
  for (const std::uint32_t node : choice.nodes) put(out, node);
  put_list(out, choice.environment);
}

CardChoice take_choice(ByteReader& reader) {
  CardChoice choice;
  choice.device = reader.take_text();
  choice.leases = take_list(reader);
  for (auto count = reader.take<std::uint32_t>(); count > 0 && reader.ok(); --count) {
    choice.nodes.push_back(reader.take<std::uint32_t>());
  }
  choice.environment = take_list(reader);
  return choice;
}

// The version before named the files themselves: devices/<name>/lease.
std::vector<CardChoice> choices_of_lease(std::string_view lease) {
  if (lease.empty()) return {};
  const std::string name = std::filesystem::path(lease).parent_path().filename().string();
  return {CardChoice{name, {name}, {}, {}}};
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
  if (!is_absolute(message.system_root)) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' must be an absolute path.", message.system_root));
  }
  for (const CardChoice& choice : message.choices) {
    // The names go into paths below devices/.
    const bool plain = std::ranges::none_of(choice.leases, [](const std::string& name) {
      return name.empty() || name.starts_with('.') || name.find('/') != std::string::npos;
    });
    if (choice.leases.empty() || !plain || holds_nul(choice.leases) || holds_nul(choice.environment)) {
      return fail(ErrorKind::kInvalidArgument, "A lease of the job has no name that could be a folder's.");
    }
  }
  // Not the secrets: a value may be anything.
  if (holds_nul(message.argv) || holds_nul(message.environment) || holds_nul({message.folder, message.cwd, message.system_root})) {
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
  put_list(body, message.secrets);
  put(body, static_cast<std::uint32_t>(message.choices.size()));
  for (const CardChoice& choice : message.choices) put_choice(body, choice);
  put_text(body, message.system_root);
  std::string out(kMagic);
  put_text(out, body);
  put(out, crc32(body));
  return out;
}

Result<StartMessage> decode_start_message(std::string_view bytes) {
  ByteReader frame(bytes);
  const std::string_view magic = frame.take_bytes(kMagic.size());
  const std::string_view body = frame.take_text();
  const auto checksum = frame.take<std::uint32_t>();
  if ((magic != kMagic && magic != kMagicBefore) || !frame.at_end() || checksum != crc32(body))
    return fail(ErrorKind::kMalformed, "The start message isn't whole.");
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
  if (magic == kMagicBefore) {
    message.choices = choices_of_lease(reader.take_text());
    reader.take_text();  // the ticket, which lies beside the lease
    message.secrets = take_list(reader);
  } else {
    message.log_limit_bytes = reader.take<std::uint64_t>();
    message.secrets = take_list(reader);
    const auto choices = reader.take<std::uint32_t>();
    if (choices > kMostChoices) return fail(ErrorKind::kMalformed, "The start message has too many choices of cards.");
    for (std::uint32_t i = 0; i < choices && reader.ok(); ++i) message.choices.push_back(take_choice(reader));
    message.system_root = reader.take_text();
  }
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
