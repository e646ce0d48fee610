#include "models/memory.hpp"

#include "fixture.hpp"

using namespace tt;
using test::config_named;

TEST_CASE("a block format's value takes its share of the exponents") {
  CHECK(models::kBfp8.bytes == 1.0625);
  CHECK(models::kBfp4.bytes == 0.5625);
  CHECK(models::find_precision("BFP8") != nullptr);
  CHECK(models::find_precision("bfp8") == nullptr);
}

TEST_CASE("grouped heads make the cache smaller") {
  CHECK(models::kv_values(config_named("phi3_mini")) == 2 * 32 * 32 * 96);
  CHECK(models::kv_values(config_named("llama31_8b")) == 2 * 32 * 8 * 128);
}

TEST_CASE("what fits depends on the card") {
  const models::CardKind* n150 = models::find_card_kind("n150");
  REQUIRE(n150 != nullptr);
  CHECK(models::fit(4.06e9, *n150) == models::Fit::kFits);
  CHECK(models::fit(10.2e9, *n150) == models::Fit::kFits);
  CHECK(models::fit(10.3e9, *n150) == models::Fit::kTight);
  CHECK(models::fit(12.0e9, *n150) == models::Fit::kTight);
  CHECK(models::fit(12.1e9, *n150) == models::Fit::kNot);
  CHECK(models::find_card_kind("n999") == nullptr);
}

TEST_CASE("the longest context is what the pull request of the case study reached") {
  const double per_token = static_cast<double>(models::kv_values(config_named("phi3_mini"))) * models::kBfp8.bytes;
  const double weights = 3'821'079'552.0 * models::kBfp8.bytes;
  const std::uint64_t on_n150 = models::longest_context(weights, per_token, *models::find_card_kind("n150"));
  CHECK(on_n150 >= 32'768);
  CHECK(on_n150 < 65'536);
  const std::uint64_t on_n300 = models::longest_context(weights, per_token, *models::find_card_kind("n300"));
  CHECK(on_n300 >= 65'536);
  CHECK(on_n300 < 131'072);
  CHECK(on_n150 % 1024 == 0);
  CHECK(models::longest_context(13e9, per_token, *models::find_card_kind("n150")) == 0);
}
