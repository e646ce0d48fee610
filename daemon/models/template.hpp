// Texts with places to fill in, such as the test skeletons of a lesson pack.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::models {

inline constexpr std::size_t kMaxTemplate = 256 * 1024;  // bytes

using Values = std::map<std::string, std::string, std::less<>>;

// The text with <<name>> replaced by the value of `name`, once: what is put in is never scanned again. Neither Python nor YAML nor
// Markdown has a use for two angle brackets around a word. kMalformed, with the line, for a name without a value.
Result<std::string> fill_template(std::string_view text, const Values& values);

// Whether this can be a part of a Python module's name: letters, digits and underscores, not beginning with a digit, no keyword.
bool is_module_name(std::string_view name);

}  // namespace tt::models
