// Recognises the lines in which Tenstorrent's programs print what they measured.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tt::gates {

struct Found {
  std::string_view name;  // one of measurement.hpp
  double value = 0;
  std::string_view unit;
  std::size_t end = 0;  // the offset in the line behind the number
};

// The numbers in one line, which holds no line end and no control characters but tabs. A value counts where its line was
// logged (loguru's prefix) or begins with its name; source code and variables that a traceback echoes, and limits
// ("expected PCC: 0.99"), don't.
std::vector<Found> find_measurements(std::string_view line);

// What follows loguru's "2025-10-23 04:15:30.108 | INFO     | module:function:12 - "; nothing where the line lacks it.
std::string_view loguru_message(std::string_view line);

}  // namespace tt::gates
