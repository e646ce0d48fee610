// YAML from authors, read so that no text can blow up memory or the stack.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tt::lessons {

struct YamlError {
  std::string message;     // one clause, no full stop
  std::uint32_t line = 0;  // from 0, within the text
};

// The first document of `text`. Refused: anchors and aliases (an alias of aliases grows exponentially), nesting over
// `max_depth`, and what yaml-cpp can't read.
std::expected<YAML::Node, YamlError> load_yaml(std::string_view text, std::size_t max_depth);

// The items of a flow list of scalars such as `["a", "b"]`, which JSON shares with YAML; nullopt where it is something else.
std::optional<std::vector<std::string>> read_string_list(std::string_view json);

}  // namespace tt::lessons
