// The queue in front of a device: tickets in a folder, each alive as long as its job's lock is held.
#pragma once

#include <cstdint>
#include <filesystem>
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

// devices/<device>/lease
Result<std::filesystem::path> lease_path(const std::filesystem::path& root, std::string_view device);

// Creates devices/<device>/queue/<n>-<id> behind every ticket there. Call it with the job's lock held: a ticket without a
// held lock is dead and gets passed over. Answers with its path.
Result<std::filesystem::path> take_ticket(const std::filesystem::path& root, std::string_view device, std::string_view id);

// Tickets of a queue folder in order, the dead ones too; other files are skipped.
std::vector<Ticket> read_queue(const std::filesystem::path& queue_folder);

// The live tickets before `ticket` (a path of take_ticket()), first in line first.
std::vector<Ticket> tickets_ahead(const std::filesystem::path& ticket);

// Removes the tickets of a queue folder whose jobs are over. Safe at any time, because a lock is taken before its ticket.
void remove_dead_tickets(const std::filesystem::path& queue_folder);

// Opens the lease file, creating it.
Result<Fd> open_lease(const std::filesystem::path& lease);

// The ULID of the job that holds the lease, as far as its holder wrote it; empty while nobody holds it.
std::string lease_holder(const std::filesystem::path& lease);

}  // namespace tt::jobdir
