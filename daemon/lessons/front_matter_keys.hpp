// The keys that a lesson's front matter may have: for reading it, and for telling an author about them.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace tt::lessons {

enum class KeyKind { kText, kList, kHardware, kStatus, kDate, kMinutes, kAny };

struct FrontMatterKey {
  std::string_view name;
  KeyKind kind = KeyKind::kText;
  std::string_view meaning;  // one sentence, plain text
  bool required = false;
};

// In the order in which lessons usually have them.
std::span<const FrontMatterKey> front_matter_keys();

// Null for a key that isn't known.
const FrontMatterKey* find_front_matter_key(std::string_view name);

// The names of lesson authors' hardware.
inline constexpr auto kHardware =
    std::to_array<std::string_view>({"n150", "n300", "t3k", "p100", "p150", "p300c", "p300x2", "galaxy", "simulator"});

inline constexpr auto kStatuses = std::to_array<std::string_view>({"draft", "validated", "blocked"});

}  // namespace tt::lessons
