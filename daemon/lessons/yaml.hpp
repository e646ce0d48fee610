// YAML from authors, read so that no text can blow up memory or the stack.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::lessons {

struct YamlError {
  std::string message;     // one clause, no full stop
  std::uint32_t line = 0;  // from 0, within the text
};

// The first document of `text`. Refused: anchors and aliases (an alias of aliases grows exponentially), nesting over
// `max_depth`, and what yaml-cpp can't read.
std::expected<YAML::Node, YamlError> load_yaml(std::string_view text, std::size_t max_depth);

}  // namespace tt::lessons
