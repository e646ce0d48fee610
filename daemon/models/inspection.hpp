// The report on a model's configuration: what it is, what it takes, where it fits and what to change.
#pragma once

#include <string>
#include <string_view>

#include "config.hpp"

namespace tt::models {

// As Markdown. `source` names the file, `date` is of today ("2026-08-14"). Every number stands beside its formula.
std::string inspection_report(const Config& config, std::string_view source, std::string_view date);

}  // namespace tt::models
