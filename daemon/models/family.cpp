#include "family.hpp"

#include <algorithm>
#include <array>

namespace tt::models {
namespace {

// From the models' public descriptions and their modules in transformers, read 2026-08. The numbers of parameters that follow
// from them are held against the published ones by the tests.
constexpr Family kFamilies[] = {
    {.model_type = "llama"},
    {.model_type = "mistral"},
    {.model_type = "mixtral"},
    {.model_type = "qwen2", .qkv_bias = true, .note = "Q, K and V have a bias, whatever the file says."},
    {.model_type = "qwen2_moe", .qkv_bias = true, .note = "Q, K and V have a bias, whatever the file says."},
    {.model_type = "qwen3", .head_norms = true, .note = "Q and K go through an RMSNorm of a head's width before RoPE."},
    {.model_type = "qwen3_moe", .head_norms = true, .note = "Q and K go through an RMSNorm of a head's width before RoPE."},
    {.model_type = "phi3", .note = "Q, K and V are one fused matrix, and so are gate and up: split them when loading."},
    {.model_type = "phi",
     .gated = false,
     .norms = 1,
     .norm_bias = true,
     .all_biases = true,
     .note = "Attention and MLP of a layer run beside each other, behind one LayerNorm."},
    {.model_type = "gemma",
     .tied = true,
     .note = "Norms multiply by 1 + weight, and the embedding by the root of the hidden size."},
    {.model_type = "gemma2",
     .tied = true,
     .norms = 4,
     .note = "Norms multiply by 1 + weight, there are four in a layer, and scores and logits are capped by a tanh."},
    {.model_type = "gemma3_text",
     .tied = true,
     .norms = 4,
     .head_norms = true,
     .note = "Norms multiply by 1 + weight, there are four in a layer, and layers with a window have a RoPE of their own."},
    {.model_type = "cohere",
     .tied = true,
     .norms = 1,
     .note = "Attention and MLP of a layer run beside each other; logits are scaled."},
    {.model_type = "starcoder2", .gated = false, .tied = true, .norm_bias = true, .qkv_bias = true},
};
constexpr Family kUnknown{.model_type = "", .known = false};

// https://github.com/tenstorrent/tt-metal/blob/main/models/tt_transformers/README.md, as of 2026-08.
constexpr std::array<std::string_view, 6> kArchitectures = {"LlamaForCausalLM", "Qwen2ForCausalLM",
                                                            "Qwen3ForCausalLM", "MistralForCausalLM",
                                                            "Phi3ForCausalLM",  "Mistral3ForConditionalGeneration"};

// models/tt_transformers/tt/common.py of tt-metal, as of 2026-08.
constexpr std::array<std::string_view, 6> kRopes = {"default", "linear", "llama3", "longrope", "mrope", "yarn"};

}  // namespace

const Family& family_of(const Config& config) {
  const auto found = std::ranges::find(kFamilies, config.model_type, &Family::model_type);
  return found == std::end(kFamilies) ? kUnknown : *found;
}

bool is_supported_architecture(std::string_view architecture) {
  return std::ranges::find(kArchitectures, architecture) != kArchitectures.end();
}

bool is_supported_rope(std::string_view kind) { return std::ranges::find(kRopes, kind) != kRopes.end(); }

}  // namespace tt::models
