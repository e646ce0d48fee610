#include "roofline.hpp"

#include <fmt/format.h>

#include <cmath>

#include "numbers.hpp"
#include "parameters.hpp"

namespace tt::models {
namespace {

std::string tier_table(double maximum) {
  std::string text = "| Tier | Share | Exactly | Rounded |\n|---|---:|---:|---:|\n";
  for (const Tier& tier : tiers(maximum))
    text += fmt::format("| {} | {} % | {:.2f} t/s/u | {} |\n", tier.name, tier.percent, tier.exact, tier.rounded);
  return text;
}

std::string estimate(const RooflineInput& input, const Roofline& roofline, const Parameters& parameters) {
  const CardKind& card = input.card;
  std::string text =
      fmt::format("maximum = bandwidth / (weights + cache)\n        = {} GB/s / ({} + {})\n        = {:.2f} t/s/u\n",
                  card.bandwidth_gb, gigabytes(roofline.weight_bytes), gigabytes(roofline.cache_bytes), roofline.maximum);
  text = fmt::format("```text\n{}```\n\n| Input | Value |\n|---|---|\n", text);
  text += fmt::format("| Bandwidth of {} | {} GB/s, {} chip{} |\n", card.name, card.bandwidth_gb, card.chips,
                      card.chips == 1 ? "" : "s");
  text += fmt::format("| Weights that a token uses | {} × {} bytes ({}) |\n", grouped(parameters.active), input.precision.bytes,
                      input.precision.name);
  text += fmt::format("| Cache | {} tokens × {} values × {} bytes |\n", grouped(input.context), grouped(kv_values(input.config)),
                      input.precision.bytes);
  const double without =
      input.card.bandwidth_gb * 1e9 /
      (roofline.weight_bytes + roofline.cache_bytes - static_cast<double>(parameters.embedding) * input.precision.bytes);
  if (!input.config.tied) {
    text += fmt::format("| Without the embedding, of which a token reads one row | {:.2f} t/s/u |\n", without);
  }
  return text +
         "\nBandwidth is the specification's; what a program reaches is less. With several chips this takes their bandwidths as "
         "one, and "
         "leaves out what they tell one another.\n";
}

}  // namespace

std::vector<Tier> tiers(double maximum) {
  std::vector<Tier> list{{"Easy", 25, 0, 0}, {"Medium", 50, 0, 0}, {"Hard", 70, 0, 0}};
  for (Tier& tier : list) {
    tier.exact = maximum * tier.percent / 100;
    tier.rounded = static_cast<std::uint64_t>(std::llround(tier.exact));
  }
  return list;
}

Result<Roofline> compute_roofline(const RooflineInput& input) {
  const Result<Parameters> parameters = count_parameters(input.config);
  if (!parameters) return std::unexpected(parameters.error());
  Roofline roofline;
  roofline.weight_bytes = static_cast<double>(parameters->active) * input.precision.bytes;
  roofline.cache_bytes = static_cast<double>(input.context) * static_cast<double>(kv_values(input.config)) * input.precision.bytes;
  roofline.maximum = input.card.bandwidth_gb * 1e9 / (roofline.weight_bytes + roofline.cache_bytes);
  return roofline;
}

Result<std::string> roofline_report(const RooflineInput& input, std::string_view source, std::string_view date) {
  const Result<Roofline> roofline = compute_roofline(input);
  if (!roofline && !input.issue) return std::unexpected(roofline.error());
  std::string text = fmt::format("# The theoretical maximum on {}\n\n{}, from `{}`, {}.\n\n", input.card.name,
                                 cell(architecture_of(input.config)), source, date);
  if (input.issue) {
    text += fmt::format("## The issue's number\n\n**{} t/s/u**, as the issue states it. It is what the tiers are about.\n\n{}\n",
                        *input.issue, tier_table(*input.issue));
  }
  text +=
      "## An estimate\n\n> **An estimate**, not a promise. The issues' own numbers are often lower, and nobody publishes how they "
      "are made: "
      "where an issue states one, it counts.\n\n";
  if (!roofline) return text + cell(roofline.error().message) + "\n";
  text += estimate(input, *roofline, *count_parameters(input.config));
  if (!input.issue) return text + "\n" + tier_table(roofline->maximum);
  return text + fmt::format("\nThe issue's number is {:.0f} % of the estimate.\n", 100 * *input.issue / roofline->maximum);
}

}  // namespace tt::models
