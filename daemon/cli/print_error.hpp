// An error for a person at a terminal.
#pragma once

#include "base/result.hpp"
#include "print.hpp"

namespace tt::cli {

inline void print_error(const Error& error) {
  print(stderr, "tt-bringup: {}\n", error.message);
  if (!error.remedy.empty()) print(stderr, "{}\n", error.remedy);
}

}  // namespace tt::cli
