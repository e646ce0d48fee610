#include "models/findings.hpp"

#include "fixture.hpp"

using namespace tt;
using models::Grade;
using test::config_named;

namespace {

models::Finding about(const models::Config& config, std::string_view topic) {
  for (models::Finding& finding : models::find_obstacles(config)) {
    if (finding.topic == topic) return std::move(finding);
  }
  FAIL("nothing is said about " << std::string(topic));
  return {};
}

}  // namespace

TEST_CASE("an architecture that the README names is fine, another is work") {
  CHECK(about(config_named("llama31_8b"), "Architecture").grade == Grade::kFine);
  CHECK(about(config_named("gemma_2b"), "Architecture").grade == Grade::kWork);
}

TEST_CASE("dimensions are held against the tile") {
  models::Config config = config_named("llama31_8b");
  CHECK(about(config, "Hidden size").grade == Grade::kFine);
  config.vocabulary = 50257;
  const models::Finding padded = about(config, "Vocabulary");
  CHECK(padded.grade == Grade::kMind);
  CHECK(padded.found.find("50272") != std::string::npos);
  config.head_size = 80;
  CHECK(about(config, "Head size").grade == Grade::kWork);
  CHECK(about(config, "Head size").advice.find("96") != std::string::npos);
}

TEST_CASE("a head size that isn't the quotient is pointed out") {
  models::Config config = config_named("qwen3_8b");
  CHECK(about(config, "Head size").grade == Grade::kFine);
  config.hidden = 5120;
  CHECK(about(config, "Head size").grade == Grade::kMind);
}

TEST_CASE("heads are held against the chips") {
  CHECK(about(config_named("llama31_8b"), "Splitting over chips").grade == Grade::kFine);
  const models::Finding qwen = about(config_named("qwen25_7b"), "Splitting over chips");
  CHECK(qwen.grade == Grade::kMind);
  CHECK(qwen.found.find("t3k") != std::string::npos);
  CHECK(qwen.found.find("n300") == std::string::npos);
}

TEST_CASE("heads that don't group are work") {
  models::Config config = config_named("llama31_8b");
  CHECK(about(config, "Heads of K and V").found.find("4 each") != std::string::npos);
  config.kv_heads = 5;
  CHECK(about(config, "Heads of K and V").grade == Grade::kWork);
}

TEST_CASE("kinds of RoPE are told apart") {
  CHECK(about(config_named("llama31_8b"), "RoPE").grade == Grade::kFine);
  CHECK(about(config_named("phi3_mini"), "RoPE").grade == Grade::kMind);
  CHECK(about(config_named("phi_2"), "RoPE").grade == Grade::kWork);
  models::Config config = config_named("llama31_8b");
  config.rope.kind = "dynamic";
  CHECK(about(config, "RoPE").grade == Grade::kWork);
}

TEST_CASE("a window that is longer than the context never matters") {
  CHECK(about(config_named("phi3_mini"), "Sliding window").grade == Grade::kFine);
  CHECK(about(config_named("gemma3_vision"), "Sliding window").grade == Grade::kMind);
}

TEST_CASE("experts, compressed attention and other parts are named") {
  CHECK(about(config_named("mixtral_8x7b"), "Experts").grade == Grade::kWork);
  CHECK(about(config_named("latent"), "Attention").grade == Grade::kWork);
  CHECK(about(config_named("gemma3_vision"), "Parts").grade == Grade::kMind);
}
