// Jobs that wait for cards: what is told of them, and moving one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobdir/spec.hpp"
#include "record.hpp"

namespace tt::jobs {

// The leases of all choices, each once, in the order of their names.
std::vector<std::string> all_leases(const std::vector<jobdir::CardChoice>& choices);

// What a job that has not begun waits for. Blocks: for the pool.
QueueRecord look_at_queue(const std::filesystem::path& state_root, const jobdir::Spec& spec);

// One sentence for people: "Waits for n150 0, held by #3 demo since 12:04." The time of day is this machine's.
std::string describe_wait(std::string_view device, const std::optional<QueueRecord>& queue);

}  // namespace tt::jobs
