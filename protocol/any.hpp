// LSPAny: a JSON value whose shape the protocol leaves open, in a header that doesn't need the JSON library.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace tt::protocol {

// Invariant: holds exactly one JSON value, which never changes. A copy shares it, so copying costs a reference count
// however deep the value is. Null is a value like any other, and the default.
class Any {
 public:
  Any() = default;
  explicit Any(nlohmann::json value);

  const nlohmann::json& json() const;
  bool is_null() const;

  friend bool operator==(const Any& left, const Any& right) { return equal(left, right); }

 private:
  static bool equal(const Any& left, const Any& right);

  std::shared_ptr<const nlohmann::json> value_;  // empty: null
};

}  // namespace tt::protocol
