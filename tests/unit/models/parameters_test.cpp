#include "models/parameters.hpp"

#include "fixture.hpp"

using namespace tt;
using test::config_named;

namespace {

std::uint64_t part(const models::Parameters& parameters, std::string_view name) {
  for (const models::Part& one : parameters.parts) {
    if (one.name == name) return one.count;
  }
  FAIL(std::string(name) << " isn't counted");
  return 0;
}

models::Parameters counted(const std::string& name) {
  const auto parameters = models::count_parameters(config_named(name));
  REQUIRE(parameters.has_value());
  return *parameters;
}

}  // namespace

TEST_CASE("the totals are those that the models' pages publish") {
  CHECK(counted("llama31_8b").total == 8'030'261'248);
  CHECK(counted("phi3_mini").total == 3'821'079'552);
  CHECK(counted("mixtral_8x7b").total == 46'702'792'704);
  CHECK(counted("gemma_2b").total == 2'506'172'416);
  CHECK(counted("qwen25_7b").total == 7'615'616'512);
  CHECK(counted("qwen3_8b").total == 8'190'735'360);
  CHECK(counted("phi_2").total == 2'779'683'840);
  CHECK(counted("mistral_7b_v03").total == 7'248'023'552);
}

TEST_CASE("parts add up to the total") {
  for (const char* name : {"llama31_8b", "phi3_mini", "mixtral_8x7b", "gemma_2b", "qwen25_7b", "qwen3_8b", "phi_2"}) {
    const models::Parameters parameters = counted(name);
    std::uint64_t sum = 0;
    for (const models::Part& one : parameters.parts) sum += one.count;
    CHECK_MESSAGE(sum == parameters.total, name);
  }
}

TEST_CASE("a head that shares the embedding isn't counted twice") {
  const models::Parameters parameters = counted("gemma_2b");
  CHECK(part(parameters, "Embedding") == 256'000ull * 2048);
  CHECK(part(parameters, "Head") == 0);
  CHECK(part(counted("llama31_8b"), "Head") == 128'256ull * 4096);
}

TEST_CASE("of experts a token uses some") {
  const models::Parameters parameters = counted("mixtral_8x7b");
  CHECK(parameters.total - parameters.active == part(parameters, "Experts") / 8 * 6);
  CHECK(counted("llama31_8b").active == counted("llama31_8b").total);
}

TEST_CASE("what isn't known isn't guessed") {
  const auto latent = models::count_parameters(config_named("latent"));
  REQUIRE_FALSE(latent.has_value());
  CHECK(latent.error().kind == ErrorKind::kUnsupported);
  models::Config hybrid = config_named("llama31_8b");
  hybrid.other_layers = {"linear_attention"};
  REQUIRE_FALSE(models::count_parameters(hybrid).has_value());
}
