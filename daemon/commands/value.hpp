// Argument values as they arrive from a client, a link or a manifest, before anything is known about them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace tt::commands {

// std::monostate is JSON's null: the argument counts as not given.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

// By position in the order of the command's parameters, or by name.
using GivenArguments = std::variant<std::vector<Value>, std::map<std::string, Value>>;

// As text on a command line: true and false, shortest decimal form of a number that reads back the same. "" for null.
std::string to_text(const Value& value);

}  // namespace tt::commands
