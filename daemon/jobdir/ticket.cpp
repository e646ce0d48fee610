#include "ticket.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>

#include "base/files.hpp"
#include "lock.hpp"
#include "paths.hpp"
#include "ulid.hpp"

namespace tt::jobdir {
namespace {

// "<number>-<ulid>"
std::optional<Ticket> parse_name(const std::string& name) {
  Ticket ticket;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), ticket.number);
  if (error != std::errc{} || *end != '-') return std::nullopt;
  ticket.id = end + 1;
  if (!is_ulid(ticket.id)) return std::nullopt;
  return ticket;
}

// devices/<name>/queue/<ticket>: the state root is three folders up from the queue.
fs::path root_of(const fs::path& ticket) { return ticket.parent_path().parent_path().parent_path().parent_path(); }

}  // namespace

Result<fs::path> lease_path(const fs::path& root, std::string_view device) {
  Result<fs::path> folder = device_folder(root, device);
  if (!folder) return std::unexpected(folder.error());
  return *folder / "lease";
}

std::vector<Ticket> read_queue(const fs::path& queue_folder) {
  std::vector<Ticket> tickets;
  std::error_code error;
  for (fs::directory_iterator entry(queue_folder, error), end; !error && entry != end; entry.increment(error)) {
    if (std::optional<Ticket> ticket = parse_name(entry->path().filename().string())) tickets.push_back(std::move(*ticket));
  }
  std::ranges::sort(tickets);
  return tickets;
}

Result<fs::path> take_ticket(const fs::path& root, std::string_view device, std::string_view id) {
  if (!is_ulid(id)) return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is no job id.", id));
  const Result<fs::path> folder = device_folder(root, device);
  if (!folder) return std::unexpected(folder.error());
  const fs::path queue = *folder / "queue";
  if (Result<void> made = make_private_folder(queue); !made) return std::unexpected(made.error());
  // Two daemons at the same moment may take the same number; the ULID then decides, and both readers agree.
  const std::vector<Ticket> tickets = read_queue(queue);
  const std::uint64_t number = tickets.empty() ? 1 : tickets.back().number + 1;
  const fs::path path = queue / fmt::format("{}-{}", number, id);
  const Fd fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) return fail_errno("create", path.string(), errno);
  return path;
}

std::vector<Ticket> tickets_ahead(const fs::path& ticket) {
  const std::optional<Ticket> own = parse_name(ticket.filename().string());
  if (!own) return {};
  const fs::path root = root_of(ticket);
  std::vector<Ticket> tickets = read_queue(ticket.parent_path());
  std::erase_if(tickets, [&](const Ticket& other) { return other >= *own || !is_locked(job_folder(root, other.id)); });
  return tickets;
}

void remove_dead_tickets(const fs::path& queue_folder) {
  const fs::path root = root_of(queue_folder / "ticket");
  for (const Ticket& ticket : read_queue(queue_folder)) {
    if (!is_locked(job_folder(root, ticket.id))) ::unlink((queue_folder / fmt::format("{}-{}", ticket.number, ticket.id)).c_str());
  }
}

Result<Fd> open_lease(const fs::path& lease) {
  Fd fd{::open(lease.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) return fail_errno("open", lease.string(), errno);
  return fd;
}

std::string lease_holder(const fs::path& lease) {
  if (!is_file_locked(lease)) return {};
  const Result<std::string> text = read_file(lease, 4096);
  if (!text || text->size() < 26 || !is_ulid(std::string_view(*text).substr(0, 26))) return {};
  return text->substr(0, 26);
}

}  // namespace tt::jobdir
