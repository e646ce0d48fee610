// How many weights a model has, by part, from its configuration alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config.hpp"

namespace tt::models {

// One part of the count, with how it comes about.
struct Part {
  std::string name;     // "Attention"
  std::string formula;  // with the numbers in it
  std::uint64_t count = 0;
};

struct Parameters {
  std::vector<Part> parts;
  std::uint64_t total = 0;
  std::uint64_t active = 0;  // those that one token uses: less than `total` only with experts
  std::uint64_t embedding = 0;
};

// kUnsupported where the layers are of a kind whose weights can't be told from sizes alone (latent attention, layers that are no
// attention).
Result<Parameters> count_parameters(const Config& config);

}  // namespace tt::models
