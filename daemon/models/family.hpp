// How the layers of a family of models are built, where config.json doesn't say it.
#pragma once

#include <string_view>

#include "config.hpp"

namespace tt::models {

struct Family {
  std::string_view model_type;
  bool known = true;
  bool gated = true;  // the MLP has a gate beside its way up: three matrices instead of two
  bool tied = false;  // of the head, where the file doesn't say
  int norms = 2;      // of each layer
  bool final_norm = true;
  bool norm_bias = false;      // LayerNorm with a bias, instead of RMSNorm
  bool head_norms = false;     // one norm for Q and one for K, as wide as a head
  bool qkv_bias = false;       // whatever `attention_bias` says
  bool all_biases = false;     // every matrix has one, the head too
  std::string_view note = {};  // what a bring-up has to know; empty: nothing
};

// The family of `model_type`; one that isn't known is described as Llama, with `known` false.
const Family& family_of(const Config& config);

// Whether tt_transformers' README names the architecture, as of 2026-08.
bool is_supported_architecture(std::string_view architecture);

// Whether tt_transformers' loader takes this kind of RoPE scaling, as of 2026-08. "default" and "mrope" are loaded as no scaling.
bool is_supported_rope(std::string_view kind);

}  // namespace tt::models
