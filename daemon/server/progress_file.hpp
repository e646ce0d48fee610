// How far the user got, as a file to keep or to take to another machine.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "progress.hpp"

namespace tt::server {

inline constexpr std::size_t kMaxProgressFile = 4u << 20;  // bytes

// JSON, in a stable order: the same progress is the same file.
std::string format_progress(const KeptSteps& kept);

// kMalformed for what format_progress() doesn't write, kUnsupported for a newer version's. Nothing in it is taken for more than
// text: where a record names a job, that job may be another machine's.
Result<KeptSteps> parse_progress(std::string_view text);

}  // namespace tt::server
