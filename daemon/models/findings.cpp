#include "findings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cards.hpp"
#include "family.hpp"

namespace tt::models {
namespace {

Finding architecture(const Config& c) {
  const std::string name = architecture_of(c);
  if (is_supported_architecture(name)) {
    return {Grade::kFine, "Architecture", fmt::format("{} is in the list of tt_transformers' README (as of 2026-08).", name),
            "Your checkout decides: \"Find the nearest model\" reads it."};
  }
  return {Grade::kWork, "Architecture", fmt::format("{} isn't in the list of tt_transformers' README (as of 2026-08).", name),
          "Find the nearest model that is, list the differences module by module, and bring those up one at a time."};
}

void add_dimension(std::vector<Finding>& findings, std::string_view what, std::uint64_t size) {
  if (size % kTile == 0) {
    findings.push_back({Grade::kFine, std::string(what), fmt::format("{} is a multiple of {}.", size, kTile), ""});
    return;
  }
  const std::uint64_t padded = (size / kTile + 1) * kTile;
  findings.push_back({Grade::kMind, std::string(what),
                      fmt::format("{} isn't a multiple of {}; it is padded to {}.", size, kTile, padded),
                      fmt::format("Pad the weights with zeros to {} and cut the result back, and test that with PCC.", padded)});
}

Finding head_size(const Config& c) {
  if (c.head_size % kTile != 0) {
    const std::uint64_t padded = (c.head_size / kTile + 1) * kTile;
    return {Grade::kWork, "Head size", fmt::format("{} isn't a multiple of {}.", c.head_size, kTile),
            fmt::format("Pad each head to {} when loading Q, K, V and the output weights, and keep the scale 1 / sqrt({}).", padded,
                        c.head_size)};
  }
  if (c.heads * c.head_size != c.hidden) {
    return {Grade::kMind, "Head size",
            fmt::format("{} heads × {} = {}, and the hidden size is {}.", c.heads, c.head_size, c.heads * c.head_size, c.hidden),
            "Take the head size from the configuration, never from hidden size / heads."};
  }
  return {Grade::kFine, "Head size", fmt::format("{}, a multiple of {}.", c.head_size, kTile), ""};
}

Finding grouping(const Config& c) {
  if (c.heads % c.kv_heads != 0) {
    return {Grade::kWork, "Heads of K and V", fmt::format("{} heads can't be shared evenly by {} of K and V.", c.heads, c.kv_heads),
            "Check the file: attention as it is built today needs a whole ratio."};
  }
  if (c.kv_heads == c.heads) {
    return {Grade::kFine, "Heads of K and V",
            fmt::format("{} and {}: no grouping, so the KV cache is as large as it gets.", c.heads, c.kv_heads), ""};
  }
  return {
      Grade::kFine, "Heads of K and V",
      fmt::format("{} heads share {} of K and V ({} each): grouped-query attention.", c.heads, c.kv_heads, c.heads / c.kv_heads),
      ""};
}

// Attention is split over chips by heads: a mesh of n chips needs both numbers to be multiples of n.
Finding chips(const Config& c) {
  std::vector<std::string> split, whole;
  for (const CardKind& card : card_kinds()) {
    if (card.chips == 1) continue;
    const bool fits = c.heads % card.chips == 0 && c.kv_heads % card.chips == 0;
    (fits ? split : whole).push_back(fmt::format("{} ({} chips)", card.name, card.chips));
  }
  if (whole.empty())
    return {Grade::kFine, "Splitting over chips", fmt::format("Heads divide evenly over {}.", fmt::join(split, ", ")), ""};
  return {Grade::kMind, "Splitting over chips",
          fmt::format("{} heads and {} of K and V don't divide evenly over {}.", c.heads, c.kv_heads, fmt::join(whole, ", ")),
          "There, repeat heads of K and V, use fewer chips, or run a copy of the model on each."};
}

Finding rope(const Config& c) {
  std::string found = c.rope.kind == "default" ? "No scaling." : fmt::format("'{}' scaling", c.rope.kind);
  if (c.rope.kind != "default") {
    if (c.rope.factor) found += fmt::format(" by {}", *c.rope.factor);
    if (c.rope.trained_positions) found += fmt::format(" from {} positions", *c.rope.trained_positions);
    found += ".";
  }
  if (!is_supported_rope(c.rope.kind)) {
    return {Grade::kWork, "RoPE", found + " tt_transformers doesn't take this kind (as of 2026-08).",
            "Add it to the shared RoPE code, for any model that asks for it, and test the tables against transformers."};
  }
  if (c.rope.kind == "mrope")
    return {Grade::kMind, "RoPE", found + " tt_transformers loads this as no scaling.", "Right for text alone; test it."};
  if (c.rope.kind == "longrope") {
    return {Grade::kMind, "RoPE", found,
            "The list of factors changes with the length: test below and above the trained positions."};
  }
  if (c.rope.rotated < 1.0) {
    return {Grade::kWork, "RoPE", fmt::format("{} Only {} of each head is rotated.", found, c.rope.rotated),
            "Rotate the first part and pass the rest through; test one head by itself."};
  }
  return {Grade::kFine, "RoPE", found, ""};
}

Finding window(const Config& c) {
  if (!c.sliding_window || c.windowed_layers == 0) return {Grade::kFine, "Sliding window", "None in use.", ""};
  if (c.positions > 0 && *c.sliding_window >= c.positions) {
    return {Grade::kFine, "Sliding window", fmt::format("{} tokens, as long as the context: it never matters.", *c.sliding_window),
            ""};
  }
  return {Grade::kMind, "Sliding window",
          fmt::format("{} tokens in {} of {} layers.", *c.sliding_window, c.windowed_layers, c.layers),
          "Test lengths just below and above the window; up to it full attention gives the same."};
}

}  // namespace

std::string_view to_string(Grade grade) {
  switch (grade) {
    case Grade::kFine: return "fine";
    case Grade::kMind: return "mind";
    case Grade::kWork: return "work";
  }
  return "";
}

std::vector<Finding> find_obstacles(const Config& c) {
  std::vector<Finding> findings{architecture(c)};
  add_dimension(findings, "Hidden size", c.hidden);
  add_dimension(findings, c.experts.count > 0 ? "MLP of an expert" : "MLP",
                c.experts.count > 0 ? c.experts.intermediate : c.intermediate);
  add_dimension(findings, "Vocabulary", c.vocabulary);
  findings.push_back(head_size(c));
  findings.push_back(grouping(c));
  findings.push_back(chips(c));
  findings.push_back(rope(c));
  findings.push_back(window(c));
  if (c.experts.count > 0) {
    findings.push_back({Grade::kWork, "Experts",
                        fmt::format("{} experts, {} for each token.", c.experts.count, c.experts.per_token),
                        "Start from the Mixtral modules; test the router by itself, and one expert as an MLP."});
  }
  if (c.latent_attention) {
    findings.push_back({Grade::kWork, "Attention", "K and V are kept compressed (MLA).",
                        "Look for a DeepSeek model in the checkout before writing it anew."});
  }
  if (!c.other_layers.empty()) {
    findings.push_back({Grade::kWork, "Layers", fmt::format("Not all are attention: {}.", fmt::join(c.other_layers, ", ")),
                        "List the operations of those layers first, and ask whether TT-NN has them."});
  }
  if (c.multimodal) {
    findings.push_back({Grade::kMind, "Parts", "The model has more parts than text; what is here is about its text model.",
                        "Bring the text model up first."});
  }
  if (const Family& family = family_of(c); !family.note.empty())
    findings.push_back({Grade::kMind, "Family", std::string(family.note), "Cover it by a module test."});
  return findings;
}

}  // namespace tt::models
