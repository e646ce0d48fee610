#include "models/nearest.hpp"

#include "fixture.hpp"

using namespace tt;
using test::config_named;

namespace {

std::vector<models::KnownModel> checkout() {
  return {{"Mistral-7B-Instruct-v0.3", config_named("mistral_7b_v03")},
          {"Llama-3.1-8B-Instruct", config_named("llama31_8b")},
          {"Qwen2.5-7B-Instruct", config_named("qwen25_7b")},
          {"Qwen3-8B", config_named("qwen3_8b")}};
}

}  // namespace

TEST_CASE("a model is nearest to itself, and entirely") {
  for (const models::KnownModel& model : checkout()) {
    const auto ranked = models::rank(model.config, checkout());
    REQUIRE(ranked.size() == 4);
    CHECK(ranked.front().name == model.name);
    CHECK(ranked.front().score == 100);
    CHECK(ranked.front().different.empty());
  }
}

TEST_CASE("the order says what is shared, with reasons") {
  const auto ranked = models::rank(config_named("phi3_mini"), checkout());
  CHECK(ranked.front().score < 100);
  CHECK(ranked.front().score > ranked.back().score);
  CHECK(ranked.front().name == "Llama-3.1-8B-Instruct");
  CHECK_FALSE(ranked.front().different.empty());
  const auto differs = [&](std::string_view what) {
    return std::ranges::any_of(ranked.front().different, [&](const std::string& text) { return text.starts_with(what); });
  };
  CHECK(differs("RoPE: longrope here"));
  CHECK(differs("head size: 96 here, 128 there"));
}

TEST_CASE("of equals the name decides") {
  const std::vector<models::KnownModel> twins{{"b", config_named("qwen3_8b")}, {"a", config_named("qwen3_8b")}};
  CHECK(models::rank(config_named("qwen3_8b"), twins).front().name == "a");
}

TEST_CASE("the report lists what wasn't compared") {
  const auto ranked = models::rank(config_named("phi3_mini"), checkout());
  const std::vector<std::string> skipped{"Old-Model: no config.json"};
  const std::string report =
      models::nearest_report(config_named("phi3_mini"), ranked, skipped, "config.json", "/home/me/tt-metal", "2026-08-14");
  CHECK(report.find("Old-Model: no config.json") != std::string::npos);
  CHECK(report.find("| Qwen3-8B |") != std::string::npos);
  CHECK(report.find("/home/me/tt-metal") != std::string::npos);
}
