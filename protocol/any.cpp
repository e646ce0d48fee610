// The part of Any that needs the JSON library.
#include "any.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace tt::protocol {

Any::Any(nlohmann::json value) : value_(value.is_null() ? nullptr : std::make_shared<const nlohmann::json>(std::move(value))) {}

const nlohmann::json& Any::json() const {
  static const nlohmann::json null;
  return value_ ? *value_ : null;
}

bool Any::is_null() const { return !value_; }

bool Any::equal(const Any& left, const Any& right) { return left.value_ == right.value_ || left.json() == right.json(); }

}  // namespace tt::protocol
