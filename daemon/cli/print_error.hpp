// An error for a person at a terminal.
#pragma once

#include <fmt/format.h>

#include <cstdio>

#include "base/result.hpp"

namespace tt::cli {

inline void print_error(const Error& error) {
  fmt::print(stderr, "tt-bringup: {}\n", error.message);
  if (!error.remedy.empty()) fmt::print(stderr, "{}\n", error.remedy);
}

}  // namespace tt::cli
