#include "ticket.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <iterator>

#include "base/files.hpp"
#include "lock.hpp"
#include "paths.hpp"
#include "queue_order.hpp"
#include "ulid.hpp"

namespace tt::jobdir {
namespace {

constexpr std::size_t kUlidSize = 26;

// "<number>-<ulid>"
std::optional<Ticket> parse_name(const std::string& name) {
  Ticket ticket;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), ticket.number);
  if (error != std::errc{} || *end != '-') return std::nullopt;
  ticket.id = end + 1;
  if (!is_ulid(ticket.id)) return std::nullopt;
  return ticket;
}

std::string name_of(const Ticket& ticket) { return fmt::format("{}-{}", ticket.number, ticket.id); }

// What the holder wrote into the lease: its ULID, and since when, a line each.
std::string signature(const fs::path& lease) {
  if (!is_file_locked(lease)) return {};
  Result<std::string> text = read_file(lease, 4096);
  if (!text || text->size() < kUlidSize || !is_ulid(std::string_view(*text).substr(0, kUlidSize))) return {};
  return std::move(*text);
}

}  // namespace

Result<fs::path> lease_path(const fs::path& root, std::string_view lease) {
  Result<fs::path> folder = device_folder(root, lease);
  if (!folder) return std::unexpected(folder.error());
  return *folder / "lease";
}

Result<fs::path> queue_path(const fs::path& root, std::string_view lease) {
  Result<fs::path> folder = device_folder(root, lease);
  if (!folder) return std::unexpected(folder.error());
  return *folder / "queue";
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

Result<void> take_tickets(const fs::path& root, const std::vector<std::string>& leases, std::string_view id) {
  if (!is_ulid(id)) return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is no job id.", id));
  std::vector<fs::path> queues;
  // Two daemons at the same moment may take the same number; the ULID then decides, and all readers agree.
  std::uint64_t number = 0;
  for (const std::string& lease : leases) {
    const Result<fs::path> queue = queue_path(root, lease);
    if (!queue) return std::unexpected(queue.error());
    if (Result<void> made = make_private_folder(*queue); !made) return made;
    queues.push_back(*queue);
  }
  std::error_code error;
  for (fs::directory_iterator entry(root / "devices", error), end; !error && entry != end; entry.increment(error)) {
    const std::vector<Ticket> tickets = read_queue(entry->path() / "queue");
    if (!tickets.empty()) number = std::max(number, tickets.back().number);
  }
  for (const fs::path& queue : queues) {
    const fs::path path = queue / name_of({number + 1, std::string(id)});
    const Fd fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!fd) return fail_errno("create", path.string(), errno);
  }
  return {};
}

void give_tickets_back(const fs::path& root, const std::vector<std::string>& leases, std::string_view id) {
  for (const std::string& lease : leases) {
    const Result<fs::path> queue = queue_path(root, lease);
    if (!queue) continue;
    for (const Ticket& ticket : read_queue(*queue)) {
      if (ticket.id == id) ::unlink((*queue / name_of(ticket)).c_str());
    }
  }
}

std::vector<Ticket> waiting_for(const fs::path& root, std::string_view lease) {
  const Result<fs::path> queue = queue_path(root, lease);
  if (!queue) return {};
  std::vector<Ticket> tickets = read_queue(*queue);
  std::erase_if(tickets, [&](const Ticket& ticket) { return !is_locked(job_folder(root, ticket.id)); });
  if (tickets.size() > 1) sort_by_turn(tickets, read_order(root));
  return tickets;
}

std::optional<std::vector<std::string>> jobs_ahead(const fs::path& root, std::string_view lease, std::string_view id) {
  std::vector<std::string> ahead;
  for (Ticket& ticket : waiting_for(root, lease)) {
    if (ticket.id == id) return ahead;
    ahead.push_back(std::move(ticket.id));
  }
  return std::nullopt;
}

std::uint32_t queue_position(const fs::path& root, const std::set<std::string>& leases, std::string_view id) {
  std::set<std::string> ahead;
  for (const std::string& lease : leases) {
    if (std::optional<std::vector<std::string>> jobs = jobs_ahead(root, lease, id)) {
      ahead.insert(std::make_move_iterator(jobs->begin()), std::make_move_iterator(jobs->end()));
    }
  }
  return static_cast<std::uint32_t>(ahead.size()) + 1;
}

void remove_dead_tickets(const fs::path& root, std::string_view lease) {
  const Result<fs::path> queue = queue_path(root, lease);
  if (!queue) return;
  for (const Ticket& ticket : read_queue(*queue)) {
    if (!is_locked(job_folder(root, ticket.id))) ::unlink((*queue / name_of(ticket)).c_str());
  }
}

Result<Fd> open_lease(const fs::path& lease) {
  Fd fd{::open(lease.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd) return fail_errno("open", lease.string(), errno);
  return fd;
}

void sign_lease(int lease, std::string_view id, std::int64_t wall_ms) {
  const std::string text = fmt::format("{}\n{}\n", id, wall_ms);
  if (::ftruncate(lease, 0) == 0 && ::pwrite(lease, text.data(), text.size(), 0) < 0) [[maybe_unused]]
    const int cut = ::ftruncate(lease, 0);
}

std::string lease_holder(const fs::path& lease) { return signature(lease).substr(0, kUlidSize); }

std::optional<std::int64_t> lease_since_ms(const fs::path& lease) {
  const std::string text = signature(lease);
  if (text.size() <= kUlidSize + 1) return std::nullopt;
  std::int64_t since = 0;
  const auto [end, error] = std::from_chars(text.data() + kUlidSize + 1, text.data() + text.size(), since);
  return error == std::errc{} ? std::optional(since) : std::nullopt;
}

}  // namespace tt::jobdir
