// The rules by which the generated code turns JSON into wire types: strict about values, lenient about unknown members.
// Only gen/messages.cpp and the tests of these rules include this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "any.hpp"
#include "base/result.hpp"

namespace tt::protocol {

using json = nlohmann::json;

// The place of a value in the message: a list from the inside out that lives on the stack of the reading functions, so
// that a path costs nothing until something is wrong.
struct Path {
  const Path* parent = nullptr;
  std::string_view name{};  // of a member, or of the root
  std::size_t index = 0;    // of an array's element, where `name` is empty
};

// "params.arguments[2].id"
std::string to_string(const Path& path);

// The first thing that was wrong.
struct Fault {
  Error error{};
};

// Notes "PATH: expected WHAT, got VALUE" and returns false.
bool expected(const Path& at, std::string_view what, const json& value, Fault& fault);

// Each reads one value strictly or notes a fault and returns false. A number must be written as an integer to be one:
// 3.9, 3.0, true and "3" are not. An LSP uinteger ends at 2^31-1 and an offset at 2^53-1 (the integers that JavaScript has).
bool read_value(const json& value, const Path& at, bool& out, Fault& fault);
bool read_value(const json& value, const Path& at, std::int32_t& out, Fault& fault);
bool read_value(const json& value, const Path& at, std::uint32_t& out, Fault& fault);
bool read_value(const json& value, const Path& at, std::uint64_t& out, Fault& fault);
bool read_value(const json& value, const Path& at, double& out, Fault& fault);
bool read_value(const json& value, const Path& at, std::string& out, Fault& fault);  // valid UTF-8 only
bool read_value(const json& value, const Path& at, std::nullptr_t& out, Fault& fault);
bool read_value(const json& value, const Path& at, Any& out, Fault& fault);

// An enum: the index of a string in `names`, or one of `numbers`. The fault names those that are allowed.
bool read_name(const json& value, const Path& at, std::span<const std::string_view> names, std::size_t& index, Fault& fault);
bool read_number(const json& value, const Path& at, std::span<const std::int32_t> numbers, std::int32_t& out, Fault& fault);

template <class T>
bool read_value(const json& value, const Path& at, std::vector<T>& out, Fault& fault) {
  if (!value.is_array()) return expected(at, "an array", value, fault);
  out.clear();
  out.reserve(value.size());
  for (const json& element : value) {
    const Path place{.parent = &at, .index = out.size()};
    if (!read_value(element, place, out.emplace_back(), fault)) return false;
  }
  return true;
}

// T or null.
template <class T>
bool read_value(const json& value, const Path& at, std::optional<T>& out, Fault& fault) {
  out.reset();
  return value.is_null() || read_value(value, at, out.emplace(), fault);
}

// How a fault calls an alternative of a variant.
template <class T>
inline constexpr std::string_view kKindOf = "an object";
template <>
inline constexpr std::string_view kKindOf<std::int32_t> = "an integer";
template <>
inline constexpr std::string_view kKindOf<std::string> = "a string";

// The first alternative that takes the value.
template <class... T>
bool read_value(const json& value, const Path& at, std::variant<T...>& out, Fault& fault) {
  if ((read_value(value, at, out.template emplace<T>(), fault) || ...)) return true;
  std::string kinds;
  ((kinds += (kinds.empty() ? "" : " or ") + std::string(kKindOf<T>)), ...);
  return expected(at, kinds, value, fault);
}

// The members of an object, read one after the other. At the top of a message null stands for an object without members,
// because JSON-RPC lets a sender leave `params` out.
class Members {
 public:
  Members(const json& value, const Path& at, Fault& fault);

  bool ok() const { return ok_; }

  template <class T>
  bool required(std::string_view name, T& out) const {
    const json* member = find(name);
    const Path path{.parent = &at_, .name = name};
    return member != nullptr ? read_value(*member, path, out, fault_) : missing(path);
  }

  template <class T>
  bool optional(std::string_view name, std::optional<T>& out) const {
    const json* member = find(name);
    out.reset();
    if (member == nullptr || member->is_null()) return true;
    return read_value(*member, Path{.parent = &at_, .name = name}, out.emplace(), fault_);
  }

 private:
  const json* find(std::string_view name) const;
  bool missing(const Path& path) const;

  const json& value_;
  const Path& at_;
  Fault& fault_;
  bool ok_;
};

inline json write_value(bool value) { return value; }
inline json write_value(std::int32_t value) { return value; }
inline json write_value(std::uint32_t value) { return value; }
inline json write_value(std::uint64_t value) { return value; }
inline json write_value(double value) { return value; }
inline json write_value(const std::string& value) { return value; }
inline json write_value(std::nullptr_t) { return nullptr; }
inline json write_value(const Any& value) { return value.json(); }

template <class T>
json write_value(const std::vector<T>& values) {
  json out = json::array();
  for (const T& value : values) out.push_back(write_value(value));
  return out;
}
template <class T>
json write_value(const std::optional<T>& value) {
  return value ? write_value(*value) : json(nullptr);
}
template <class... T>
json write_value(const std::variant<T...>& value) {
  return std::visit([](const auto& held) { return write_value(held); }, value);
}

template <class T>
void put(json& object, const char* name, const T& value) {
  object.emplace(name, write_value(value));
}
template <class T>
void put_optional(json& object, const char* name, const std::optional<T>& value) {
  if (value) object.emplace(name, write_value(*value));
}

}  // namespace tt::protocol
