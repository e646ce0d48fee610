#include "arguments.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <ranges>

#include "base/utf8.hpp"
#include "contains.hpp"

namespace tt::commands {
namespace {

constexpr std::size_t kMaxText = 32 * 1024;  // bytes; the kernel refuses 128 KiB (MAX_ARG_STRLEN)
constexpr std::size_t kMaxPath = 4095;       // PATH_MAX without its NUL

std::unexpected<Error> refuse(const ParameterSpec& parameter, std::string_view why, std::string remedy = {}) {
  return fail(ErrorKind::kInvalidArgument, fmt::format("The argument \"{}\" {}.", parameter.name, why), std::move(remedy));
}

// C0, DEL, and C1 as UTF-8 writes it (C2 80 to C2 9F).
bool has_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

// For messages: what the caller sent instead.
std::string_view type_of(const Value& value) {
  static constexpr std::string_view kNames[] = {"null", "a boolean", "an integer", "a number", "a string"};
  return kNames[value.index()];
}

std::string_view expected_type(ParameterType type) {
  switch (type) {
    case ParameterType::kString: return "a string";
    case ParameterType::kInteger: return "an integer";
    case ParameterType::kNumber: return "a number";
    case ParameterType::kBoolean: return "true or false";
    case ParameterType::kPath: return "a path";
  }
  return "";
}

// The value in the parameter's type, where nothing is lost by that; null otherwise.
Value convert(ParameterType type, const Value& value) {
  const auto* integer = std::get_if<std::int64_t>(&value);
  const auto* number = std::get_if<double>(&value);
  switch (type) {
    case ParameterType::kString:
    case ParameterType::kPath: return std::holds_alternative<std::string>(value) ? value : Value{};
    case ParameterType::kBoolean: return std::holds_alternative<bool>(value) ? value : Value{};
    case ParameterType::kNumber:
      if (integer != nullptr) return static_cast<double>(*integer);
      return number != nullptr && std::isfinite(*number) ? value : Value{};
    case ParameterType::kInteger: {
      constexpr double kExact = 9007199254740992.0;  // 2^53: a JavaScript client can't say integers beyond it
      if (integer != nullptr) return value;
      const bool whole = number != nullptr && std::abs(*number) <= kExact && std::trunc(*number) == *number;
      return whole ? Value{static_cast<std::int64_t>(*number)} : Value{};
    }
  }
  return {};
}

Result<void> check_text(const ParameterSpec& parameter, const std::string& text) {
  const bool is_path = parameter.type == ParameterType::kPath;
  const std::size_t limit = is_path ? kMaxPath : kMaxText;
  if (text.size() > limit) return refuse(parameter, fmt::format("is longer than {} bytes", limit));
  if (has_control_character(text)) return refuse(parameter, "holds a control character");
  if (is_path && !text.starts_with('/') && !text.starts_with("~/") && text != "~") {
    return refuse(parameter, fmt::format("is the path \"{}\", which is not absolute", utf8::visible(text)),
                  "Give a path that begins with / or ~/.");
  }
  return {};
}

Result<void> check_range(const ParameterSpec& parameter, const Value& value) {
  const auto* integer = std::get_if<std::int64_t>(&value);
  const auto* number = std::get_if<double>(&value);
  if (integer == nullptr && number == nullptr) return {};
  const double size = integer != nullptr ? static_cast<double>(*integer) : *number;
  if (parameter.minimum && size < *parameter.minimum) {
    return refuse(parameter, fmt::format("is {}, less than its minimum {}", to_text(value), *parameter.minimum));
  }
  if (parameter.maximum && size > *parameter.maximum) {
    return refuse(parameter, fmt::format("is {}, more than its maximum {}", to_text(value), *parameter.maximum));
  }
  return {};
}

const ParameterSpec* find_parameter(const CommandSpec& command, std::string_view name) {
  const auto found = std::ranges::find(command.parameters, name, &ParameterSpec::name);
  return found == command.parameters.end() ? nullptr : &*found;
}

Result<void> check_names(const CommandSpec& command, const GivenArguments& given) {
  const std::string takes =
      command.parameters.empty()
          ? "It takes no arguments."
          : fmt::format("It takes: {}.", fmt::join(command.parameters | std::views::transform(&ParameterSpec::name), ", "));
  if (const auto* named = std::get_if<std::map<std::string, Value>>(&given)) {
    for (const auto& [name, value] : *named) {
      if (find_parameter(command, name) != nullptr) continue;
      return fail(ErrorKind::kInvalidArgument, fmt::format("{} has no parameter \"{}\".", command.id, utf8::visible(name)), takes);
    }
    return {};
  }
  const std::size_t count = std::get<std::vector<Value>>(given).size();
  if (count <= command.parameters.size()) return {};
  return fail(ErrorKind::kInvalidArgument,
              fmt::format("{} got {} arguments and takes at most {}.", command.id, count, command.parameters.size()), takes);
}

Value given_value(const GivenArguments& given, const std::string& name, std::size_t position) {
  if (const auto* named = std::get_if<std::map<std::string, Value>>(&given)) {
    const auto found = named->find(name);
    return found == named->end() ? Value{} : found->second;
  }
  const auto& positional = std::get<std::vector<Value>>(given);
  return position < positional.size() ? positional[position] : Value{};
}

}  // namespace

const Value* Arguments::find(std::string_view name) const {
  const auto found = std::ranges::find(values, name, [](const auto& value) { return std::string_view(value.first); });
  return found == values.end() ? nullptr : &found->second;
}

std::string Arguments::text(std::string_view name) const {
  const Value* value = find(name);
  return value == nullptr ? std::string{} : to_text(*value);
}

Result<Value> check_value(const ParameterSpec& parameter, const Value& value) {
  Value converted = convert(parameter.type, value);
  if (std::holds_alternative<std::monostate>(converted)) {
    const std::string_view got = std::holds_alternative<double>(value) && parameter.type == ParameterType::kInteger
                                     ? std::string_view("a number with a fraction, or too large")
                                     : type_of(value);
    return refuse(parameter, fmt::format("has to be {}, and is {}", expected_type(parameter.type), got));
  }
  if (const auto* text = std::get_if<std::string>(&converted)) {
    if (auto checked = check_text(parameter, *text); !checked) return std::unexpected(std::move(checked.error()));
  }
  if (auto checked = check_range(parameter, converted); !checked) return std::unexpected(std::move(checked.error()));
  if (!parameter.choices.empty() && !contains(parameter.choices, to_text(converted))) {
    return refuse(parameter, fmt::format("is \"{}\", which is not one of its choices", utf8::visible(to_text(converted))),
                  fmt::format("Choose one of: {}.", fmt::join(parameter.choices, ", ")));
  }
  return converted;
}

Result<Value> read_value(const ParameterSpec& parameter, std::string_view text) {
  const char* const end = text.data() + text.size();
  const auto not_read = [&] {
    return refuse(parameter, fmt::format("has to be {}, and is \"{}\"", expected_type(parameter.type), utf8::visible(text)));
  };
  switch (parameter.type) {
    case ParameterType::kString:
    case ParameterType::kPath: return check_value(parameter, std::string(text));
    case ParameterType::kBoolean:
      if (text != "true" && text != "false") return not_read();
      return check_value(parameter, text == "true");
    case ParameterType::kInteger: {
      std::int64_t integer = 0;
      const auto [stop, error] = std::from_chars(text.data(), end, integer);
      if (error != std::errc{} || stop != end) return not_read();
      return check_value(parameter, integer);
    }
    case ParameterType::kNumber: {
      double number = 0;
      const auto [stop, error] = std::from_chars(text.data(), end, number);
      if (error != std::errc{} || stop != end) return not_read();
      return check_value(parameter, number);
    }
  }
  return not_read();
}

Result<Arguments> check_arguments(const CommandSpec& command, const GivenArguments& given) {
  if (auto checked = check_names(command, given); !checked) return std::unexpected(std::move(checked.error()));
  Arguments arguments;
  for (std::size_t i = 0; i < command.parameters.size(); ++i) {
    const ParameterSpec& parameter = command.parameters[i];
    Value value = given_value(given, parameter.name, i);
    const bool absent = std::holds_alternative<std::monostate>(value);
    if (absent && parameter.required) {
      return fail(ErrorKind::kInvalidArgument, fmt::format("{} needs the argument \"{}\".", command.id, parameter.name),
                  parameter.help);
    }
    if (absent) value = parameter.default_value;
    if (std::holds_alternative<std::monostate>(value)) continue;
    Result<Value> checked = check_value(parameter, value);
    if (!checked) return std::unexpected(std::move(checked.error()));
    arguments.values.emplace_back(parameter.name, std::move(*checked));
  }
  return arguments;
}

}  // namespace tt::commands
