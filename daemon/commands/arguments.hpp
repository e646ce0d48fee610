// Checks the arguments of a command against its parameters.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "manifest.hpp"
#include "value.hpp"

namespace tt::commands {

// Checked values by parameter name, in the order of the parameters. A parameter that is optional, has no default and
// wasn't given isn't there.
struct Arguments {
  std::vector<std::pair<std::string, Value>> values;

  const Value* find(std::string_view name) const;
  // The text of `name`, or "" where it isn't there.
  std::string text(std::string_view name) const;
};

// kInvalidArgument for an unknown name, too many, a missing one, the wrong type, a value out of range or not among the
// choices, a control character in a string, a path that is neither absolute nor begins with "~/". Defaults are filled in.
Result<Arguments> check_arguments(const CommandSpec& command, const GivenArguments& given);

// One value against one parameter; the rules are the same.
Result<Value> check_value(const ParameterSpec& parameter, const Value& value);

// Reads `text` as the parameter's type, as `--arg name=text` on a command line needs it; then check_value().
Result<Value> read_value(const ParameterSpec& parameter, std::string_view text);

}  // namespace tt::commands
