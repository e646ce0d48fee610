// The ceiling that memory bandwidth sets for decode, and the tiers of a bounty under it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cards.hpp"
#include "config.hpp"
#include "memory.hpp"

namespace tt::models {

struct RooflineInput {
  Config config;
  CardKind card;
  Precision precision = kBfp8;  // of weights and cache
  std::uint64_t context = 0;    // tokens in the cache, of one user
  std::optional<double> issue;  // the maximum that the bounty's issue states, t/s/u, above 0
};

struct Roofline {
  double weight_bytes = 0, cache_bytes = 0;  // read for one token
  double maximum = 0;                        // t/s/u, computed
};

// Bandwidth over bytes read for one token: every weight that a token uses, and the cache so far. As count_parameters().
Result<Roofline> compute_roofline(const RooflineInput& input);

// A share of a maximum, such as 33.6, and as issues round it: 34.
struct Tier {
  std::string_view name;
  std::uint32_t percent = 0;
  double exact = 0;
  std::uint64_t rounded = 0;
};
// Easy, medium and hard: 25, 50 and 70 % (tt-metal's issue #19416).
std::vector<Tier> tiers(double maximum);

// As Markdown: the issue's number where there is one, and the estimate with its formula and inputs. Errors as compute_roofline(),
// but with an issue's number an estimate that can't be made is only said.
Result<std::string> roofline_report(const RooflineInput& input, std::string_view source, std::string_view date);

}  // namespace tt::models
