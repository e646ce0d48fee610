#include "nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "family.hpp"
#include "numbers.hpp"

namespace tt::models {
namespace {

constexpr std::size_t kShown = 5;

void compare(Likeness& likeness, std::uint32_t weight, bool same, const std::string& agreement, const std::string& difference) {
  if (same) {
    likeness.score += weight;
    likeness.same.push_back(agreement);
  } else {
    likeness.different.push_back(difference);
  }
}

std::string bias_word(const Config& c) {
  return family_of(c).qkv_bias || c.attention_bias.value_or(false) ? "with biases" : "without biases";
}

std::string window_word(const Config& c) {
  return c.sliding_window ? fmt::format("a window of {} in {} layers", *c.sliding_window, c.windowed_layers)
                          : std::string("no window");
}

// 1 for the same size, 0 for twice or half of it or more.
double closeness(std::uint64_t a, std::uint64_t b) {
  return std::max(0.0, 1.0 - std::abs(std::log2(static_cast<double>(a) / static_cast<double>(b))));
}

Likeness likeness_of(const Config& own, const KnownModel& other) {
  const Config& c = other.config;
  Likeness likeness{other.name, 0, {}, {}};
  const auto one = [&](std::uint32_t weight, std::string_view what, const std::string& mine, const std::string& theirs) {
    compare(likeness, weight, mine == theirs, fmt::format("{}: {}", what, mine),
            fmt::format("{}: {} here, {} there", what, mine, theirs));
  };
  const auto flag = [](bool yes) { return std::string(yes ? "yes" : "no"); };
  one(30, "architecture", architecture_of(own), architecture_of(c));
  one(10, "RoPE", own.rope.kind, c.rope.kind);
  one(10, "experts", fmt::format("{}", own.experts.count), fmt::format("{}", c.experts.count));
  one(8, "head size", fmt::format("{}", own.head_size), fmt::format("{}", c.head_size));
  one(8, "norms of Q and K", flag(family_of(own).head_norms), flag(family_of(c).head_norms));
  one(6, "norms in a layer", fmt::format("{}", family_of(own).norms), fmt::format("{}", family_of(c).norms));
  one(6, "Q, K and V", bias_word(own), bias_word(c));
  one(6, "heads for one of K and V", fmt::format("{}", own.heads / own.kv_heads), fmt::format("{}", c.heads / c.kv_heads));
  one(4, "sliding window", window_word(own), window_word(c));
  one(4, "activation", own.activation, c.activation);
  one(2, "head shares the embedding", flag(own.tied), flag(c.tied));
  likeness.score +=
      static_cast<std::uint32_t>(std::lround(3 * closeness(own.hidden, c.hidden) + 3 * closeness(own.layers, c.layers)));
  if (own.hidden != c.hidden || own.layers != c.layers) {
    likeness.different.push_back(
        fmt::format("size: hidden {} and {} layers here, {} and {} there", own.hidden, own.layers, c.hidden, c.layers));
  } else {
    likeness.same.push_back(fmt::format("size: hidden {}, {} layers", own.hidden, own.layers));
  }
  return likeness;
}

std::string list(std::string_view title, const std::vector<std::string>& items) {
  std::string text = fmt::format("{}:\n\n", title);
  if (items.empty()) text += "- nothing\n";
  for (const std::string& item : items) text += fmt::format("- {}\n", cell(item));
  return text + "\n";
}

}  // namespace

std::vector<Likeness> rank(const Config& own, std::span<const KnownModel> known) {
  std::vector<Likeness> ranked;
  for (const KnownModel& model : known) ranked.push_back(likeness_of(own, model));
  std::ranges::sort(ranked,
                    [](const Likeness& a, const Likeness& b) { return a.score != b.score ? a.score > b.score : a.name < b.name; });
  return ranked;
}

std::string nearest_report(const Config& own, std::span<const Likeness> ranked, std::span<const std::string> skipped,
                           std::string_view source, std::string_view checkout, std::string_view date) {
  std::string text = fmt::format(
      "# The models nearest to {}\n\nFrom `{}` and the configurations in `{}`, {}. The score adds up what decides how much code is "
      "shared "
      "(architecture 30, RoPE 10, experts 10, head size 8, norms of Q and K 8, norms 6, biases 6, grouping 6, size 6, window 4, "
      "activation 4, "
      "shared head 2); 100 is the same in all of it.\n\n| Score | Model | Differences |\n|---:|---|---:|\n",
      cell(own.name.empty() ? architecture_of(own) : own.name), source, checkout, date);
  for (const Likeness& likeness : ranked)
    text += fmt::format("| {} | {} | {} |\n", likeness.score, cell(likeness.name), likeness.different.size());
  text += "\n";
  for (const Likeness& likeness : ranked.first(std::min(ranked.size(), kShown))) {
    text += fmt::format("## {} ({})\n\n", likeness.name, likeness.score);
    text += list("Different, so bring it up and test it", likeness.different) + list("The same", likeness.same);
  }
  if (!skipped.empty()) text += list("Not compared", {skipped.begin(), skipped.end()});
  return text;
}

}  // namespace tt::models
