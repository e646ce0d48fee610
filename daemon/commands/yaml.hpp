// YAML as a plain tree with line numbers, without the parts of YAML that can hurt.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "manifest.hpp"

namespace tt::commands {

struct YamlEntry;

struct Yaml {
  enum class Kind { kNull, kScalar, kSequence, kMap };
  Kind kind = Kind::kNull;
  std::uint32_t line = 0;  // from 1
  std::string text;        // of a scalar
  bool plain = false;      // of a scalar: written without quotes
  std::vector<Yaml> items;
  std::vector<YamlEntry> entries;  // in the order of the file, no key twice
};

struct YamlEntry {
  std::string key;
  Yaml value;
};

// One document. Refused, with rule "yaml" and the line: what isn't YAML or UTF-8, anchors and aliases (a few lines of
// them can mean billions of nodes), tags, keys that aren't scalars, a key twice in one map, control characters, more
// than 16 levels, 20,000 nodes, or 200 keys in one map.
std::expected<Yaml, Problem> parse_yaml(std::string_view text);

// A scalar as the value it looks like: true and false, integers, decimal numbers, else text. Quoted: text.
Value typed_value(const Yaml& scalar);

}  // namespace tt::commands
