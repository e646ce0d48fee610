#include "queue_order.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>

#include "base/files.hpp"
#include "lock.hpp"
#include "paths.hpp"
#include "ulid.hpp"

namespace tt::jobdir {
namespace {

constexpr std::size_t kOrderLimit = 1u << 20;

fs::path order_path(const fs::path& root) { return root / "devices" / "order"; }

// Of two daemons that move jobs at the same moment, one after the other reads and replaces the file.
Result<Fd> take_order_lock(const fs::path& root) {
  const std::string path = (root / "devices" / "order.lock").string();
  Fd fd{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!fd) return fail_errno("open", path, errno);
  if (const Result<void> locked = wait_for_lock(fd.get()); !locked) return std::unexpected(locked.error());
  return fd;
}

// All live tickets, by lease.
std::map<std::string, std::vector<Ticket>> all_queues(const fs::path& root) {
  std::map<std::string, std::vector<Ticket>> queues;
  std::error_code error;
  for (fs::directory_iterator entry(root / "devices", error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_directory(ignored)) continue;
    const std::string lease = entry->path().filename().string();
    if (std::vector<Ticket> tickets = waiting_for(root, lease); !tickets.empty()) queues.emplace(lease, std::move(tickets));
  }
  return queues;
}

}  // namespace

std::vector<std::string> read_order(const fs::path& root) {
  std::vector<std::string> ids;
  const Result<std::string> text = read_file(order_path(root), kOrderLimit);
  if (!text) return ids;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (is_ulid(line)) ids.emplace_back(line);
  }
  return ids;
}

void sort_by_turn(std::vector<Ticket>& tickets, const std::vector<std::string>& order) {
  std::ranges::sort(tickets, {},
                    [&](const Ticket& ticket) { return std::pair(std::ranges::find(order, ticket.id) - order.begin(), ticket); });
}

std::vector<std::string> moved(std::vector<std::string> all, const std::vector<std::string>& rivals, std::string_view id,
                               Move move) {
  const auto own = std::ranges::find(all, id);
  if (own == all.end()) return all;
  const auto is_rival = [&](const std::string& other) { return other != id && std::ranges::find(rivals, other) != rivals.end(); };
  if (move == Move::kDown) {
    const auto next = std::find_if(own + 1, all.end(), is_rival);
    if (next != all.end()) std::rotate(own, own + 1, next + 1);
    return all;
  }
  auto before = std::find_if(all.begin(), own, is_rival);
  if (before == own) return all;
  if (move == Move::kUp) before = std::find_if(std::make_reverse_iterator(own), all.rend(), is_rival).base() - 1;
  std::rotate(before, own, own + 1);
  return all;
}

Result<void> move_in_queues(const fs::path& root, std::string_view id, Move move) {
  const Result<Fd> lock = take_order_lock(root);
  if (!lock) return std::unexpected(lock.error());
  const std::map<std::string, std::vector<Ticket>> queues = all_queues(root);
  std::vector<Ticket> tickets;
  std::vector<std::string> rivals;
  bool waits = false;
  for (const auto& [lease, queue] : queues) {
    const bool shared = std::ranges::find(queue, id, &Ticket::id) != queue.end();
    waits = waits || shared;
    for (const Ticket& ticket : queue) {
      if (std::ranges::find(tickets, ticket.id, &Ticket::id) == tickets.end()) tickets.push_back(ticket);
      if (shared) rivals.push_back(ticket.id);
    }
  }
  if (!waits) return fail(ErrorKind::kConflict, fmt::format("Job {} waits for no card.", id));
  sort_by_turn(tickets, read_order(root));
  std::vector<std::string> all;
  for (Ticket& ticket : tickets) all.push_back(std::move(ticket.id));
  return write_file_atomically(order_path(root), fmt::format("{}\n", fmt::join(moved(std::move(all), rivals, id, move), "\n")));
}

}  // namespace tt::jobdir
