// How measures are written for people; shared by measurements and gates.
#pragma once

#include <string>
#include <string_view>

namespace tt::gates {

// "PCC" for "pcc"; a name that isn't known stays as it is.
std::string_view display_name(std::string_view measure);

// "0.99", "87.2 %"
std::string with_unit(double value, std::string_view unit);

}  // namespace tt::gates
