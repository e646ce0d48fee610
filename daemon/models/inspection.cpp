#include "inspection.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

#include "findings.hpp"
#include "memory.hpp"
#include "numbers.hpp"
#include "parameters.hpp"

namespace tt::models {
namespace {

// How the DRAM's share of each precision is named in the table of cards.
std::string_view word(Fit fit) {
  switch (fit) {
    case Fit::kFits: return "fits";
    case Fit::kTight: return "tight";
    case Fit::kNot: return "no";
  }
  return "";
}

std::string sizes(const Config& c) {
  std::string text = "## Sizes\n\n| What | Key | Value |\n|---|---|---|\n";
  const auto row = [&](std::string_view what, std::string_view key, std::string value) {
    text += fmt::format("| {} | `{}` | {} |\n", what, key, cell(value));
  };
  row("Architecture", "architectures", architecture_of(c));
  row("Family", "model_type", c.model_type.empty() ? "not said" : c.model_type);
  row("Hidden size", "hidden_size", grouped(c.hidden));
  row("Layers", "num_hidden_layers", grouped(c.layers));
  row("MLP", "intermediate_size", grouped(c.intermediate));
  row("Heads", "num_attention_heads", grouped(c.heads));
  row("Heads of K and V", "num_key_value_heads", grouped(c.kv_heads));
  row("Head size", "head_dim", grouped(c.head_size));
  row("Vocabulary", "vocab_size", grouped(c.vocabulary));
  row("Context", "max_position_embeddings", c.positions == 0 ? "not said" : grouped(c.positions));
  row("Head shares the embedding", "tie_word_embeddings", c.tied ? "yes" : "no");
  row("Activation", "hidden_act", c.activation.empty() ? "not said" : c.activation);
  if (c.experts.count > 0)
    row("Experts", "num_experts", fmt::format("{}, {} for each token", c.experts.count, c.experts.per_token));
  return text;
}

std::string obstacles(const Config& c) {
  std::string text =
      "\n## What to know before you start\n\n`fine` needs nothing, `mind` wants care or a test, `work` is work.\n\n"
      "| | Topic | Found | What to do |\n|---|---|---|---|\n";
  for (const Finding& finding : find_obstacles(c)) {
    text +=
        fmt::format("| {} | {} | {} | {} |\n", to_string(finding.grade), finding.topic, cell(finding.found), cell(finding.advice));
  }
  return text;
}

std::string parameters(const Parameters& parameters) {
  std::string text = "\n## Parameters\n\n| Part | Count | Formula |\n|---|---:|---|\n";
  for (const Part& part : parameters.parts) text += fmt::format("| {} | {} | {} |\n", part.name, grouped(part.count), part.formula);
  text += fmt::format("| **Total** | **{}** | {} |\n", grouped(parameters.total), rounded_count(parameters.total));
  if (parameters.active != parameters.total) {
    text += fmt::format("| For one token | {} | {}, with the experts that it uses |\n", grouped(parameters.active),
                        rounded_count(parameters.active));
  }
  return text;
}

std::string weights(const Parameters& parameters) {
  std::string text =
      "\n## Weights in DRAM\n\nParameters × bytes of a value. A tile of 1024 values takes 1088 bytes in BFP8 and 576 in BFP4, for "
      "64 "
      "shared exponents.\n\n| Precision | Bytes of a value | Weights |";
  std::string line = "\n|---|---:|---:|";
  for (const CardKind& card : card_kinds()) {
    text += fmt::format(" {} ({} GB) |", card.name, card.dram_gb);
    line += "---|";
  }
  text += line + "\n";
  for (const Precision& precision : precisions()) {
    const double bytes = static_cast<double>(parameters.total) * precision.bytes;
    text += fmt::format("| {} | {} | {} |", precision.name, precision.bytes, gigabytes(bytes));
    for (const CardKind& card : card_kinds()) text += fmt::format(" {} |", word(fit(bytes, card)));
    text += "\n";
  }
  return text +
         fmt::format(
             "\n`tight` is over {:.0f} % of the card's DRAM: activations, traces and programs need the rest. That share is this "
             "report's, nobody publishes one.\n",
             100 * kComfortable);
}

std::string cache(const Config& c, const Parameters& parameters) {
  const auto values = static_cast<double>(kv_values(c));
  const double per_token = values * kBfp8.bytes;
  std::string text = fmt::format(
      "\n## KV cache\n\n2 × {} layers × {} heads of K and V × {} = {} values for each token of each user: {} bytes in BFP8, {} in "
      "BF16.\n\nOne user, weights and cache in BFP8:\n\n| Context | Cache | Weights and cache |",
      c.layers, c.kv_heads, c.head_size, grouped(kv_values(c)), grouped(static_cast<std::uint64_t>(per_token)),
      grouped(2 * kv_values(c)));
  std::string line = "\n|---:|---:|---:|";
  for (const CardKind& card : card_kinds()) {
    text += fmt::format(" {} |", card.name);
    line += "---|";
  }
  text += line + "\n";
  const double weight_bytes = static_cast<double>(parameters.total) * kBfp8.bytes;
  std::set<std::uint64_t> contexts;
  for (const std::uint64_t usual : std::array<std::uint64_t, 4>{4096, 32768, 65536, 131072}) {
    if (c.positions == 0 || usual <= c.positions) contexts.insert(usual);
  }
  if (c.positions > 0) contexts.insert(c.positions);
  for (const std::uint64_t context : contexts) {
    const double bytes = static_cast<double>(context) * per_token;
    text += fmt::format("| {} | {} | {} |", grouped(context), gigabytes(bytes), gigabytes(weight_bytes + bytes));
    for (const CardKind& card : card_kinds()) text += fmt::format(" {} |", word(fit(weight_bytes + bytes, card)));
    text += "\n";
  }
  text += "| Longest that has room | | |";
  for (const CardKind& card : card_kinds()) {
    const std::uint64_t room = longest_context(weight_bytes, per_token, card);
    text += c.positions > 0 && room >= c.positions ? " all |" : room == 0 ? " none |" : fmt::format(" {} |", grouped(room));
  }
  return text +
         "\n\nEach further user adds a cache of its own; the weights stay. The last row leaves nothing for anything else: (DRAM − "
         "weights) / bytes of a token, rounded down to 1024.\n";
}

std::string changes(const Config& c, const Parameters& parameters) {
  std::string text = "\n## What to change\n\n";
  const double weight_bytes = static_cast<double>(parameters.total) * kBfp8.bytes;
  const double per_token = static_cast<double>(kv_values(c)) * kBfp8.bytes;
  for (const CardKind& card : card_kinds()) {
    const double everything = weight_bytes + static_cast<double>(c.positions) * per_token;
    if (fit(weight_bytes, card) == Fit::kNot) {
      const bool in_bfp4 = fit(static_cast<double>(parameters.total) * kBfp4.bytes, card) != Fit::kNot;
      text += fmt::format("- {}: the weights have no room in BFP8{}.\n", card.name,
                          in_bfp4 ? "; in BFP4 they do, measure what that costs" : ", nor in BFP4: take more chips");
    } else if (c.positions > 0 && fit(everything, card) == Fit::kNot) {
      text += fmt::format("- {}: limit the context to {} tokens or less for one user, and say so on the issue.\n", card.name,
                          grouped(longest_context(weight_bytes, per_token, card)));
    } else {
      text += fmt::format("- {}: weights and the full context of one user have room in BFP8.\n", card.name);
    }
  }
  for (const Finding& finding : find_obstacles(c)) {
    if (finding.grade == Grade::kWork) text += fmt::format("- {}: {}\n", finding.topic, finding.advice);
  }
  return text;
}

}  // namespace

std::string inspection_report(const Config& c, std::string_view source, std::string_view date) {
  std::string text = fmt::format(
      "# {}\n\nFrom `{}`, {}. Counted and computed from this file alone: nothing was measured, and no weights were "
      "read.\n\n",
      c.name.empty() ? architecture_of(c) : cell(c.name), source, date);
  for (const std::string& assumption : c.assumptions) text += fmt::format("> **Assumed:** {}\n\n", cell(assumption));
  text += sizes(c) + obstacles(c);
  const Result<Parameters> counted = count_parameters(c);
  if (!counted) return text + fmt::format("\n## Parameters and memory\n\nNot counted. {}\n", cell(counted.error().message));
  text += parameters(*counted) + weights(*counted) + cache(c, *counted) + changes(c, *counted);
  return text +
         "\nDRAM of the cards: the specifications of [Wormhole](https://docs.tenstorrent.com/aibs/wormhole/specifications.html) "
         "and "
         "[Blackhole](https://docs.tenstorrent.com/aibs/blackhole/specifications.html), read 2026-08, in units of 10^9 bytes.\n";
}

}  // namespace tt::models
