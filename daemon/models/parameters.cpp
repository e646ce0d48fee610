#include "parameters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "family.hpp"

namespace tt::models {
namespace {

Part attention(const Config& c, const Family& family) {
  const std::uint64_t q = c.heads * c.head_size, kv = c.kv_heads * c.head_size;
  std::uint64_t layer = c.hidden * q + 2 * c.hidden * kv + q * c.hidden;
  std::string formula =
      fmt::format("{} layers × ({} × {} + 2 × {} × {} + {} × {}", c.layers, c.hidden, q, c.hidden, kv, q, c.hidden);
  const bool all = family.all_biases || c.attention_bias.value_or(false);
  if (all || family.qkv_bias) {
    layer += q + 2 * kv;
    formula += fmt::format(" + biases {} + 2 × {}", q, kv);
  }
  if (all) {
    layer += c.hidden;
    formula += fmt::format(" + {}", c.hidden);
  }
  return {"Attention", formula + ")", c.layers * layer};
}

Part dense_mlp(const Config& c, const Family& family, std::uint64_t layers) {
  const std::uint64_t matrices = family.gated ? 3 : 2;
  std::uint64_t layer = matrices * c.hidden * c.intermediate;
  std::string formula = fmt::format("{} layers × ({} × {} × {}", layers, matrices, c.hidden, c.intermediate);
  if (family.all_biases || c.mlp_bias.value_or(false)) {
    layer += (matrices - 1) * c.intermediate + c.hidden;
    formula += fmt::format(" + biases {} × {} + {}", matrices - 1, c.intermediate, c.hidden);
  }
  return {"MLP", formula + ")", layers * layer};
}

Part norms(const Config& c, const Family& family) {
  const std::uint64_t width = c.hidden * (family.norm_bias ? 2 : 1);
  const std::uint64_t heads = family.head_norms ? 2 * c.head_size : 0;
  const auto layer = static_cast<std::uint64_t>(family.norms) * width + heads;
  std::string formula = fmt::format("{} layers × ({} × {}", c.layers, family.norms, width);
  if (heads > 0) formula += fmt::format(" + 2 × {}", c.head_size);
  return {"Norms", fmt::format("{}) + {}", formula, width), c.layers * layer + width};
}

void add(Parameters& sum, Part part, std::uint64_t active) {
  sum.total += part.count;
  sum.active += active;
  sum.parts.push_back(std::move(part));
}

void add_experts(Parameters& sum, const Config& c) {
  const Experts& e = c.experts;
  const std::uint64_t layers = c.layers - e.dense_layers;
  const std::uint64_t one = 3 * c.hidden * e.intermediate;
  add(sum,
      {"Experts", fmt::format("{} layers × {} experts × 3 × {} × {}", layers, e.count, c.hidden, e.intermediate),
       layers * e.count * one},
      layers * e.per_token * one);
  const std::uint64_t router = layers * c.hidden * e.count;
  add(sum, {"Router", fmt::format("{} layers × {} × {}", layers, c.hidden, e.count), router}, router);
  if (e.shared_intermediate == 0) return;
  const std::uint64_t gate = c.model_type == "qwen2_moe" ? c.hidden : 0;
  const std::uint64_t shared = layers * (3 * c.hidden * e.shared_intermediate + gate);
  add(sum, {"Shared expert", fmt::format("{} layers × (3 × {} × {} + {})", layers, c.hidden, e.shared_intermediate, gate), shared},
      shared);
}

}  // namespace

Result<Parameters> count_parameters(const Config& c) {
  if (c.latent_attention) {
    return fail(ErrorKind::kUnsupported,
                "Its attention keeps K and V compressed (MLA); weights and cache of that aren't counted here.");
  }
  if (!c.other_layers.empty()) {
    return fail(ErrorKind::kUnsupported, fmt::format("Some of its layers are no attention ({}); their weights aren't counted here.",
                                                     fmt::join(c.other_layers, ", ")));
  }
  const Family& family = family_of(c);
  Parameters sum;
  sum.embedding = c.vocabulary * c.hidden;
  add(sum, {"Embedding", fmt::format("{} × {}", c.vocabulary, c.hidden), sum.embedding}, sum.embedding);
  Part of_attention = attention(c, family);
  const std::uint64_t attention_count = of_attention.count;
  add(sum, std::move(of_attention), attention_count);
  const std::uint64_t dense_layers = c.experts.count > 0 ? c.experts.dense_layers : c.layers;
  if (dense_layers > 0) {
    Part mlp = dense_mlp(c, family, dense_layers);
    const std::uint64_t count = mlp.count;
    add(sum, std::move(mlp), count);
  }
  if (c.experts.count > 0) add_experts(sum, c);
  Part of_norms = norms(c, family);
  const std::uint64_t norm_count = of_norms.count;
  add(sum, std::move(of_norms), norm_count);
  if (c.tied) {
    sum.parts.push_back({"Head", "uses the embedding's weights", 0});
  } else {
    const std::uint64_t head = sum.embedding + (family.all_biases ? c.vocabulary : 0);
    add(sum,
        {"Head", fmt::format("{} × {}{}", c.hidden, c.vocabulary, family.all_biases ? fmt::format(" + {}", c.vocabulary) : ""),
         head},
        head);
  }
  return sum;
}

}  // namespace tt::models
