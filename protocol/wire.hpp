// JSON text in and out of the process: checked before it costs anything on the way in, never throwing on the way out.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::protocol {

inline constexpr std::size_t kMaxMessageBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kMaxDepth = 64;          // arrays and objects inside one another
inline constexpr std::size_t kMaxValues = 1'000'000;  // an upper bound of the values in one message: one value is 16 bytes and more

// Reads one JSON text (RFC 8259, UTF-8). Size, depth and number of values are checked by a scan of the text before the
// first value is built: the JSON library itself would build, and then crash on copying, a value nested too deeply.
// Fails with kTooLarge over one of the limits above, kMalformed where the text isn't JSON. Never throws on bad input.
Result<nlohmann::json> parse(std::string_view text);

// Writes a value as compact JSON. Each ill-formed UTF-8 sequence in a string becomes U+FFFD, so that this can't fail.
std::string dump(const nlohmann::json& value);

}  // namespace tt::protocol
