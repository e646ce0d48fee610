// What a model's config.json says, as far as it decides whether and how the model fits a card.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tt::models {

// Bytes. Real ones take a few kB; those with lists of RoPE factors some 10 kB.
inline constexpr std::size_t kMaxConfig = 1u << 20;

// How positions beyond those that the model was trained on are reached.
struct Rope {
  std::string kind = "default";  // "default", "linear", "dynamic", "yarn", "llama3", "longrope", "su", "mrope", or one unknown here
  std::optional<double> theta;
  std::optional<double> factor;
  std::optional<std::uint64_t> trained_positions;  // those before the scaling
  double rotated = 1.0;                            // the part of each head that is rotated, 0 to 1
};

// A mixture of experts; count 0 where the MLP is an ordinary one.
struct Experts {
  std::uint64_t count = 0;
  std::uint64_t per_token = 0;
  std::uint64_t intermediate = 0;         // of one expert
  std::uint64_t shared_intermediate = 0;  // of the expert that every token goes through; 0: none
  std::uint64_t dense_layers = 0;         // layers that have an ordinary MLP all the same
};

struct Config {
  std::string name;  // what the file calls itself; often empty
  std::string model_type;
  std::vector<std::string> architectures;
  std::uint64_t hidden = 0, intermediate = 0, layers = 0, heads = 0, kv_heads = 0, head_size = 0, vocabulary = 0;
  std::uint64_t positions = 0;  // 0: not said
  bool tied = false;            // the head uses the embedding's weights
  bool multimodal = false;      // the text model is one of several; only it is described here
  std::string activation;       // "silu"
  std::optional<bool> attention_bias, mlp_bias;
  Rope rope;
  std::optional<std::uint64_t> sliding_window;  // tokens; absent where there is none or it isn't used
  std::uint64_t windowed_layers = 0;            // how many layers use it
  Experts experts;
  bool latent_attention = false;          // K and V are kept compressed (MLA)
  std::vector<std::string> other_layers;  // kinds of layer that are no attention, such as "linear_attention"
  std::vector<std::string> assumptions;   // what the file leaves open and was taken to be usual, a sentence each
};

// kMalformed where the text isn't a JSON object or lacks a size that nothing stands in for (hidden size, layers, heads,
// vocabulary), or a size isn't a whole number from 1 to 2^40; the message names the key.
Result<Config> parse_config(std::string_view text);

// "Phi3ForCausalLM", or "unknown" where the file names none.
std::string architecture_of(const Config& config);

}  // namespace tt::models
