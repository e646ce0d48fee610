// The queue in front of each card: tickets in a folder, each alive as long as its job's lock is held.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::jobdir {

struct Ticket {
  std::uint64_t number = 0;
  std::string id;  // the job's ULID
  auto operator<=>(const Ticket&) const = default;
};

// devices/<lease>/lease
Result<std::filesystem::path> lease_path(const std::filesystem::path& root, std::string_view lease);

// devices/<lease>/queue, which need not exist.
Result<std::filesystem::path> queue_path(const std::filesystem::path& root, std::string_view lease);

// Creates devices/<lease>/queue/<n>-<id> in each queue, with one number behind every ticket in any of them: so two jobs stand
// in the same order wherever both wait, and none can wait for another that waits for it. Call it with the job's lock held: a
// ticket without a held lock is dead and gets passed over.
Result<void> take_tickets(const std::filesystem::path& root, const std::vector<std::string>& leases, std::string_view id);

// Removes the job's tickets, whatever their numbers.
void give_tickets_back(const std::filesystem::path& root, const std::vector<std::string>& leases, std::string_view id);

// Tickets of a queue folder in the order of their numbers, the dead ones too; other files are skipped.
std::vector<Ticket> read_queue(const std::filesystem::path& queue_folder);

// The live tickets of a lease's queue in the order in which they get their turn (queue_order.hpp).
std::vector<Ticket> waiting_for(const std::filesystem::path& root, std::string_view lease);

// The live jobs before `id` in the queue of a lease, first in line first. Nothing where `id` has no ticket there.
std::optional<std::vector<std::string>> jobs_ahead(const std::filesystem::path& root, std::string_view lease, std::string_view id);

// Of a job that waits for cards: from 1, how many waiting jobs get their turn before it in any of these queues, and itself.
std::uint32_t queue_position(const std::filesystem::path& root, const std::set<std::string>& leases, std::string_view id);

// Removes the tickets of a lease's queue whose jobs are over. Safe at any time, because a lock is taken before its ticket.
void remove_dead_tickets(const std::filesystem::path& root, std::string_view lease);

// Opens the lease file, creating it.
Result<Fd> open_lease(const std::filesystem::path& lease);

// Writes who holds the lease and since when into its open file, for those who wait. On a full disk they don't learn it.
void sign_lease(int lease, std::string_view id, std::int64_t wall_ms);

// The ULID of the job that holds the lease, as far as its holder wrote it; empty while nobody holds it.
std::string lease_holder(const std::filesystem::path& lease);

// Since when it holds it, wall clock; nothing where nobody does, or where that isn't written.
std::optional<std::int64_t> lease_since_ms(const std::filesystem::path& lease);

}  // namespace tt::jobdir
