// The order among waiting jobs that the user made: one small file over all queues, replaced as a whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ticket.hpp"

namespace tt::jobdir {

// The tickets of waiting jobs keep their numbers, and a job is moved by writing devices/order: the ids of waiting jobs, one a
// line. Those get their turn first, in that order; then all others by the numbers of their tickets. A new ticket is thus behind
// everybody. One file for all queues, so that a crash can't leave two jobs that each wait for the other.
std::vector<std::string> read_order(const std::filesystem::path& root);

// Sorts tickets by their turn.
void sort_by_turn(std::vector<Ticket>& tickets, const std::vector<std::string>& order);

enum class Move { kFirst, kUp, kDown };

// Where `id` stands among `all` after the move; `rivals` are those of `all` that wait for a card that it waits for too. Up is
// before the next rival ahead, down behind the next one after it, first before all of them. Pure.
std::vector<std::string> moved(std::vector<std::string> all, const std::vector<std::string>& rivals, std::string_view id,
                               Move move);

// Moves a waiting job. Waits for the time that another caller needs for the same: for a pool thread. kConflict where the job
// has no live ticket: it doesn't wait.
Result<void> move_in_queues(const std::filesystem::path& root, std::string_view id, Move move);

}  // namespace tt::jobdir
