// What a message has to look like, written as JSON with wildcards.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::session {

using Json = nlohmann::json;
using Bindings = std::map<std::string, Json>;

// JSON, where further
//   "*"        is any value
//   "$name"    is any value, kept under that name; where the name is known already, that value
//   "~text"    is a string that has `text` in it
//   ...        among the members of an object allows further members; among the elements of an array any number of elements
//   ${name}    inside a string is what is known under that name, as text
// kMalformed where the text isn't that.
Result<Json> parse_pattern(std::string_view text);

// Nothing where `value` matches: then `known` has what was captured. Else where and why not, and `known` is as before.
std::optional<std::string> mismatch(const Json& pattern, const Json& value, Bindings& known);

// A value to send: "$name" and ${name} are replaced. kMalformed for a name that isn't known.
Result<Json> substitute(const Json& value, const Bindings& known);

// ${name} in a text.
Result<std::string> substitute_text(std::string_view text, const Bindings& known);

}  // namespace tt::session
