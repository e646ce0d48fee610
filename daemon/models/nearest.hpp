// Which of the models that a checkout holds is most like one's own, and in what they differ.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config.hpp"

namespace tt::models {

struct KnownModel {
  std::string name;  // its folder in model_params
  Config config;
};

struct Likeness {
  std::string name;
  std::uint32_t score = 0;  // of 100
  std::vector<std::string> same, different;
};

// The most alike first; of two that are equally alike, the one with the name that sorts first. The score adds up what decides how
// much code is shared: 100 is "the same in all of it", and says nothing about weights.
std::vector<Likeness> rank(const Config& own, std::span<const KnownModel> known);

// As Markdown. `skipped` are folders that hold nothing to compare with, a sentence each.
std::string nearest_report(const Config& own, std::span<const Likeness> ranked, std::span<const std::string> skipped,
                           std::string_view source, std::string_view checkout, std::string_view date);

}  // namespace tt::models
