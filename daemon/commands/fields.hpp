// Takes a YAML map apart, key by key, and writes down everything that is wrong with it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "manifest.hpp"
#include "yaml.hpp"

namespace tt::commands {

// Where the readers put what they find.
struct Problems {
  std::vector<Problem>& list;
  std::size_t errors = 0;

  void error(std::uint32_t line, std::string_view rule, std::string message);
};

// Invariant: every key of the map is taken by one call, or is reported by finish().
class Fields {
 public:
  // `what` names the map in messages: "the command", "step practice".
  Fields(const Yaml& node, std::string what, Problems& problems);

  const std::string& what() const { return what_; }
  std::uint32_t line() const { return node_.line; }

  // From here on, messages call the map this.
  void rename(std::string what) { what_ = std::move(what); }

  // The value of a key; null where it is absent or YAML's null.
  const Yaml* take(std::string_view key);

  // One-line texts. required_text() reports an absent or empty one.
  std::string text(std::string_view key);
  std::string required_text(std::string_view key);

  std::optional<bool> boolean(std::string_view key);
  std::optional<double> number(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t minimum, std::int64_t maximum);

  // The items of a list, or the entries of a map; none where the key is absent.
  std::span<const Yaml> list(std::string_view key);
  std::span<const YamlEntry> map(std::string_view key);

  void error(const Yaml& at, std::string_view rule, std::string message) { problems_.error(at.line, rule, std::move(message)); }

  // Reports the keys that nobody took.
  void finish();

 private:
  const Yaml& node_;
  std::string what_;
  Problems& problems_;
  std::vector<std::string> taken_;
};

// Letters, digits, '-', '_' and '.', beginning with a letter or digit: ids of packs, phases, steps.
bool is_plain_id(std::string_view id);

}  // namespace tt::commands
