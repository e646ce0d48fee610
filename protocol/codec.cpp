// The decode rules for single values, and how their faults read.
#include "codec.hpp"

#include <cmath>
#include <limits>

#include "base/utf8.hpp"
#include "wire.hpp"

namespace tt::protocol {
namespace {

constexpr std::int64_t kIntegerMin = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t kIntegerMax = std::numeric_limits<std::int32_t>::max();  // LSP 3.17: also the end of uinteger
constexpr std::uint64_t kOffsetMax = (std::uint64_t{1} << 53) - 1;              // Number.MAX_SAFE_INTEGER
constexpr std::size_t kShownBytes = 40;

// A value as a message quotes it: short, on one line, safe to show.
std::string shown(const json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  std::string text = dump(value);
  if (text.size() > kShownBytes) {
    text.resize(kShownBytes);
    text.resize(utf8::complete_prefix(text));
    text += "...";
  }
  return utf8::visible(text);
}

// An integer from `low` to `high`, both within int64.
bool read_integer(const json& value, std::int64_t low, std::uint64_t high, std::int64_t& out) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > high) return false;
    out = static_cast<std::int64_t>(number);
    return out >= low;
  }
  if (!value.is_number_integer()) return false;
  out = value.get<std::int64_t>();
  return out >= low && (out < 0 || static_cast<std::uint64_t>(out) <= high);
}

template <class T>
bool read_as(const json& value, const Path& at, std::string_view what, std::int64_t low, std::uint64_t high, T& out, Fault& fault) {
  std::int64_t number = 0;
  if (!read_integer(value, low, high, number)) return expected(at, what, value, fault);
  out = static_cast<T>(number);
  return true;
}

}  // namespace

std::string to_string(const Path& path) {
  if (path.parent == nullptr) return std::string(path.name);
  std::string text = to_string(*path.parent);
  if (path.name.empty()) return text + "[" + std::to_string(path.index) + "]";
  if (!text.empty()) text += '.';
  return text.append(path.name);
}

bool expected(const Path& at, std::string_view what, const json& value, Fault& fault) {
  fault.error = Error{
      tt::ErrorKind::kInvalidArgument, to_string(at).append(": expected ").append(what).append(", got ").append(shown(value)), {}};
  return false;
}

bool read_value(const json& value, const Path& at, bool& out, Fault& fault) {
  if (!value.is_boolean()) return expected(at, "true or false", value, fault);
  out = value.get<bool>();
  return true;
}

bool read_value(const json& value, const Path& at, std::int32_t& out, Fault& fault) {
  return read_as(value, at, "an integer from -2147483648 to 2147483647", kIntegerMin, kIntegerMax, out, fault);
}

bool read_value(const json& value, const Path& at, std::uint32_t& out, Fault& fault) {
  return read_as(value, at, "an unsigned integer up to 2147483647", 0, kIntegerMax, out, fault);
}

bool read_value(const json& value, const Path& at, std::uint64_t& out, Fault& fault) {
  return read_as(value, at, "an unsigned integer up to 9007199254740991", 0, kOffsetMax, out, fault);
}

bool read_value(const json& value, const Path& at, double& out, Fault& fault) {
  if (!value.is_number() || !std::isfinite(value.get<double>())) return expected(at, "a number", value, fault);
  out = value.get<double>();
  return true;
}

bool read_value(const json& value, const Path& at, std::string& out, Fault& fault) {
  if (!value.is_string()) return expected(at, "a string", value, fault);
  const auto& text = value.get_ref<const std::string&>();
  if (!utf8::is_valid(text)) return expected(at, "a string of valid UTF-8", value, fault);
  out = text;
  return true;
}

bool read_value(const json& value, const Path& at, std::nullptr_t& out, Fault& fault) {
  out = nullptr;
  return value.is_null() || expected(at, "null", value, fault);
}

bool read_value(const json& value, const Path&, Any& out, Fault&) {
  out = Any(value);
  return true;
}

bool read_name(const json& value, const Path& at, std::span<const std::string_view> names, std::size_t& index, Fault& fault) {
  std::string allowed = "one of";
  for (index = 0; index < names.size(); ++index) {
    if (value.is_string() && value.get_ref<const std::string&>() == names[index]) return true;
    allowed.append(index == 0 ? " \"" : ", \"").append(names[index]).append("\"");
  }
  return expected(at, allowed, value, fault);
}

bool read_number(const json& value, const Path& at, std::span<const std::int32_t> numbers, std::int32_t& out, Fault& fault) {
  std::string allowed = "one of";
  std::int64_t number = 0;
  const bool whole = read_integer(value, kIntegerMin, kIntegerMax, number);
  for (const std::int32_t candidate : numbers) {
    if (whole && number == candidate) {
      out = candidate;
      return true;
    }
    allowed.append(allowed == "one of" ? " " : ", ").append(std::to_string(candidate));
  }
  return expected(at, allowed, value, fault);
}

Members::Members(const json& value, const Path& at, Fault& fault) : value_(value), at_(at), fault_(fault) {
  const bool left_out = value.is_null() && at.parent == nullptr;
  ok_ = value.is_object() || left_out || expected(at, "an object", value, fault);
}

const json* Members::find(std::string_view name) const {
  if (!value_.is_object()) return nullptr;
  const auto found = value_.find(name);
  return found == value_.end() ? nullptr : &*found;
}

bool Members::missing(const Path& path) const {
  fault_.error = Error{tt::ErrorKind::kInvalidArgument, to_string(path) + ": is missing", {}};
  return false;
}

}  // namespace tt::protocol
