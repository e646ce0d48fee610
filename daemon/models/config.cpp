#include "config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "family.hpp"

namespace tt::models {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kLargest = std::uint64_t{1} << 40;

// Invariant: `error` is the first thing that was wrong.
class Reader {
 public:
  explicit Reader(const Json& object) : object_(object) {}

  // The first of these keys that is there and not null.
  const Json* find(std::initializer_list<const char*> keys) const {
    for (const char* key : keys) {
      const auto at = object_.find(key);
      if (at != object_.end() && !at->is_null()) return &*at;
    }
    return nullptr;
  }

  // A size; nothing where no key is there.
  std::optional<std::uint64_t> size(std::initializer_list<const char*> keys) {
    const Json* value = find(keys);
    if (value == nullptr) return std::nullopt;
    if (value->is_number_integer() && (value->is_number_unsigned() || value->get<std::int64_t>() > 0)) {
      const auto number = value->get<std::uint64_t>();
      if (number >= 1 && number <= kLargest) return number;
    }
    if (!error) error = fmt::format("'{}' is {}, and a whole number from 1 on was expected", *keys.begin(), value->dump());
    return std::nullopt;
  }

  std::uint64_t required(std::initializer_list<const char*> keys) {
    const std::optional<std::uint64_t> value = size(keys);
    if (!value && !error) error = fmt::format("'{}' is missing", *keys.begin());
    return value.value_or(0);
  }

  std::optional<bool> flag(std::initializer_list<const char*> keys) const {
    const Json* value = find(keys);
    return value != nullptr && value->is_boolean() ? std::optional(value->get<bool>()) : std::nullopt;
  }

  std::optional<double> number(std::initializer_list<const char*> keys) const {
    const Json* value = find(keys);
    return value != nullptr && value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
  }

  std::string text(std::initializer_list<const char*> keys) const {
    const Json* value = find(keys);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
  }

  std::optional<std::string> error;

 private:
  const Json& object_;
};

// The text model's object: of a multimodal model it is one of several, with what they share around it.
Json text_part(const Json& root, bool& multimodal) {
  for (const char* key : {"text_config", "llm_config", "language_config"}) {
    const auto part = root.find(key);
    if (part == root.end() || !part->is_object()) continue;
    multimodal = true;
    Json merged = root;
    merged.erase(key);
    merged.update(*part);
    if (root.contains("architectures")) merged["architectures"] = root["architectures"];
    return merged;
  }
  return root;
}

void read_rope(const Reader& reader, Config& config) {
  Rope& rope = config.rope;
  rope.theta = reader.number({"rope_theta", "rotary_emb_base"});
  rope.rotated = reader.number({"partial_rotary_factor", "rotary_pct"}).value_or(1.0);
  const Json* found = reader.find({"rope_scaling", "rope_parameters"});
  if (found == nullptr || !found->is_object()) return;
  // Newer files have one for each kind of layer; the one of full attention decides about long contexts.
  const auto full = found->find("full_attention");
  Reader scaling(full != found->end() && full->is_object() ? *full : *found);
  if (std::string kind = scaling.text({"rope_type", "type"}); !kind.empty()) rope.kind = std::move(kind);
  rope.factor = scaling.number({"factor"});
  if (!rope.theta) rope.theta = scaling.number({"rope_theta"});
  if (const auto part = scaling.number({"partial_rotary_factor"})) rope.rotated = *part;
  rope.trained_positions = scaling.size({"original_max_position_embeddings"});
}

void read_experts(Reader& reader, Config& config) {
  Experts& experts = config.experts;
  experts.count = reader.size({"num_local_experts", "num_experts", "n_routed_experts"}).value_or(0);
  if (experts.count == 0) return;
  experts.per_token = reader.size({"num_experts_per_tok", "experts_per_token", "num_experts_per_token"}).value_or(0);
  if (experts.per_token == 0) {
    experts.per_token = 2;
    config.assumptions.push_back("The file doesn't say how many experts a token uses; 2 were taken.");
  }
  experts.intermediate = reader.size({"moe_intermediate_size"}).value_or(config.intermediate);
  experts.shared_intermediate = reader.size({"shared_expert_intermediate_size"}).value_or(0);
  if (const auto shared = reader.size({"n_shared_experts"})) experts.shared_intermediate = *shared * experts.intermediate;
  if (const auto dense = reader.size({"first_k_dense_replace"})) experts.dense_layers = std::min(*dense, config.layers);
  if (const Json* dense = reader.find({"mlp_only_layers"}); dense != nullptr && dense->is_array())
    experts.dense_layers = std::min<std::uint64_t>(dense->size(), config.layers);
}

// Which layers look back over a window only.
void read_layers(Reader& reader, Config& config) {
  std::optional<std::uint64_t> window = reader.size({"sliding_window"});
  if (!reader.flag({"use_sliding_window"}).value_or(true)) window.reset();
  config.sliding_window = window;
  config.windowed_layers = window ? config.layers : 0;
  if (const Json* kinds = reader.find({"layer_types"}); kinds != nullptr && kinds->is_array()) {
    config.windowed_layers = 0;
    for (const Json& kind : *kinds) {
      const std::string name = kind.is_string() ? kind.get<std::string>() : std::string();
      if (name == "sliding_attention") ++config.windowed_layers;
      if (name == "sliding_attention" || name == "full_attention") continue;
      if (std::ranges::find(config.other_layers, name) == config.other_layers.end()) config.other_layers.push_back(name);
    }
    if (config.windowed_layers == 0) config.sliding_window.reset();
  } else if (window) {
    std::uint64_t pattern = reader.size({"sliding_window_pattern"}).value_or(0);
    if (pattern == 0 && config.model_type == "gemma2") pattern = 2;
    if (pattern > 1) config.windowed_layers = config.layers - config.layers / pattern;
  }
}

}  // namespace

Result<Config> parse_config(std::string_view text) {
  const Json root = Json::parse(text, nullptr, false);
  if (!root.is_object()) return fail(ErrorKind::kMalformed, "The file isn't a JSON object, as a model's config.json is.");
  Config config;
  const Json object = text_part(root, config.multimodal);
  Reader reader(object);
  config.name = reader.text({"_name_or_path"});
  config.model_type = reader.text({"model_type"});
  if (const Json* names = reader.find({"architectures"}); names != nullptr && names->is_array()) {
    for (const Json& name : *names) {
      if (name.is_string()) config.architectures.push_back(name.get<std::string>());
    }
  }
  config.hidden = reader.required({"hidden_size", "n_embd", "d_model", "dim"});
  config.layers = reader.required({"num_hidden_layers", "n_layer", "n_layers", "num_layers"});
  config.heads = reader.required({"num_attention_heads", "n_head", "n_heads"});
  config.vocabulary = reader.required({"vocab_size"});
  config.kv_heads = reader.size({"num_key_value_heads", "num_kv_heads", "n_kv_heads"}).value_or(config.heads);
  config.positions = reader.size({"max_position_embeddings", "n_positions", "max_sequence_length"}).value_or(0);
  config.head_size = reader.size({"head_dim"}).value_or(config.heads > 0 ? config.hidden / config.heads : 0);
  config.activation = reader.text({"hidden_activation", "hidden_act", "activation_function"});
  config.attention_bias = reader.flag({"attention_bias", "use_bias", "bias"});
  config.mlp_bias = reader.flag({"mlp_bias", "use_bias", "bias"});

  const Family& family = family_of(config);
  config.tied = reader.flag({"tie_word_embeddings"}).value_or(family.tied);
  if (const auto intermediate = reader.size({"intermediate_size", "n_inner", "ffn_dim"})) {
    config.intermediate = *intermediate;
  } else if (!reader.error) {
    config.intermediate = 4 * config.hidden;
    config.assumptions.push_back("The file doesn't say how wide the MLP is; four times the hidden size was taken.");
  }
  if (!family.known) {
    config.assumptions.push_back(
        fmt::format("The family '{}' isn't known here; its layers were taken to be built as Llama's are.", config.model_type));
  }
  read_rope(reader, config);
  read_experts(reader, config);
  read_layers(reader, config);
  config.latent_attention = reader.find({"kv_lora_rank"}) != nullptr;
  if (reader.error) return fail(ErrorKind::kMalformed, fmt::format("The model's configuration can't be used: {}.", *reader.error));
  if (config.head_size == 0 || config.kv_heads > config.heads) {
    return fail(ErrorKind::kMalformed, "The model's configuration can't be used: its numbers of heads don't fit together.");
  }
  return config;
}

std::string architecture_of(const Config& config) {
  return config.architectures.empty() ? std::string("unknown") : config.architectures.front();
}

}  // namespace tt::models
