#include "models/config.hpp"

#include "fixture.hpp"

using namespace tt;
using models::Config;
using test::config_named;

TEST_CASE("sizes are read under the names of each family") {
  const Config c = config_named("llama31_8b");
  CHECK(c.hidden == 4096);
  CHECK(c.intermediate == 14336);
  CHECK(c.layers == 32);
  CHECK(c.heads == 32);
  CHECK(c.kv_heads == 8);
  CHECK(c.head_size == 128);
  CHECK(c.vocabulary == 128256);
  CHECK(c.positions == 131072);
  CHECK(c.rope.kind == "llama3");
  CHECK(c.rope.factor == 8.0);
  CHECK(c.rope.trained_positions == 8192);
  CHECK_FALSE(c.tied);
  CHECK(c.assumptions.empty());
  const auto old =
      models::parse_config(R"({"model_type": "gpt2", "n_embd": 768, "n_layer": 12, "n_head": 12, "vocab_size": 50257})");
  REQUIRE(old.has_value());
  CHECK(old->hidden == 768);
  CHECK(old->intermediate == 3072);
  CHECK(old->kv_heads == 12);
  CHECK(old->assumptions.size() == 2);
}

TEST_CASE("a head size that is said wins over the quotient") {
  CHECK(config_named("gemma_2b").head_size == 256);
  CHECK(config_named("phi3_mini").head_size == 96);
}

TEST_CASE("a head that shares the embedding is what the family does where the file doesn't say") {
  CHECK(config_named("gemma_2b").tied);
  CHECK_FALSE(config_named("phi_2").tied);
}

TEST_CASE("the older key of RoPE's kind is read") { CHECK(config_named("phi3_mini").rope.kind == "longrope"); }

TEST_CASE("the part of a head that is rotated is read") { CHECK(config_named("phi_2").rope.rotated == doctest::Approx(0.4)); }

TEST_CASE("RoPE that is given for each kind of layer is that of full attention") {
  const auto c =
      models::parse_config(R"({"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
    "vocab_size": 32, "intermediate_size": 128, "rope_parameters": {"sliding_attention": {"rope_type": "default"},
    "full_attention": {"rope_type": "linear", "factor": 8.0}}})");
  REQUIRE(c.has_value());
  CHECK(c->rope.kind == "linear");
  CHECK(c->rope.factor == 8.0);
}

TEST_CASE("a window counts only where it is used") {
  CHECK_FALSE(config_named("qwen25_7b").sliding_window.has_value());
  CHECK(config_named("phi3_mini").windowed_layers == 32);
  const Config gemma = config_named("gemma3_vision");
  CHECK(gemma.sliding_window == 1024);
  CHECK(gemma.windowed_layers == 29);
}

TEST_CASE("layers that are no attention are named") {
  const auto c = models::parse_config(R"({"model_type": "x", "hidden_size": 64, "num_hidden_layers": 3, "num_attention_heads": 2,
    "vocab_size": 32, "layer_types": ["linear_attention", "full_attention", "linear_attention"]})");
  REQUIRE(c.has_value());
  CHECK(c->other_layers == std::vector<std::string>{"linear_attention"});
}

TEST_CASE("of a model with several parts the text model is read") {
  const Config c = config_named("gemma3_vision");
  CHECK(c.multimodal);
  CHECK(c.hidden == 2560);
  CHECK(c.layers == 34);
  CHECK(c.model_type == "gemma3_text");
  CHECK(models::architecture_of(c) == "Gemma3ForConditionalGeneration");
}

TEST_CASE("experts are read") {
  const Config c = config_named("mixtral_8x7b");
  CHECK(c.experts.count == 8);
  CHECK(c.experts.per_token == 2);
  CHECK(c.experts.intermediate == 14336);
  CHECK(config_named("llama31_8b").experts.count == 0);
}

TEST_CASE("what can't be used is said with the key") {
  const auto message = [](std::string_view text) {
    const auto c = models::parse_config(text);
    REQUIRE_FALSE(c.has_value());
    CHECK(c.error().kind == ErrorKind::kMalformed);
    return c.error().message;
  };
  CHECK(message("[]").find("isn't a JSON object") != std::string::npos);
  CHECK(message("{").find("isn't a JSON object") != std::string::npos);
  CHECK(message(R"({"num_hidden_layers": 1, "num_attention_heads": 1, "vocab_size": 1})").find("'hidden_size' is missing") !=
        std::string::npos);
  CHECK(message(R"({"hidden_size": "big", "num_hidden_layers": 1, "num_attention_heads": 1, "vocab_size": 1})")
            .find("'hidden_size' is \"big\"") != std::string::npos);
  CHECK(message(R"({"hidden_size": -4, "num_hidden_layers": 1, "num_attention_heads": 1, "vocab_size": 1})").find("-4") !=
        std::string::npos);
  CHECK(message(R"({"hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 0, "vocab_size": 1})")
            .find("num_attention_heads") != std::string::npos);
  CHECK(
      message(R"({"hidden_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 4, "vocab_size": 1})")
          .find("heads") != std::string::npos);
  CHECK(message(R"({"hidden_size": 9223372036854775807, "num_hidden_layers": 1, "num_attention_heads": 1, "vocab_size": 1})")
            .find("hidden_size") != std::string::npos);
}
