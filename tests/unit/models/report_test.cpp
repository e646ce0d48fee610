#include "fixture.hpp"
#include "models/inspection.hpp"
#include "models/numbers.hpp"

using namespace tt;
using test::config_named;

namespace {

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("numbers are shown as people read them") {
  CHECK(models::grouped(0) == "0");
  CHECK(models::grouped(999) == "999");
  CHECK(models::grouped(1000) == "1,000");
  CHECK(models::grouped(3'821'079'552) == "3,821,079,552");
  CHECK(models::rounded_count(3'821'079'552) == "3.82 billion");
  CHECK(models::gigabytes(4.0599e9) == "4.06 GB");
  CHECK(models::cell("a|b\nc") == "a\\|b c");
}

TEST_CASE("the report of the case study says what its lesson works out") {
  const std::string report = models::inspection_report(config_named("phi3_mini"), "/m/config.json", "2026-08-14");
  CHECK(holds(report, "# Phi-3-mini-128k-instruct"));
  CHECK(holds(report, "From `/m/config.json`, 2026-08-14"));
  CHECK(holds(report, "| **Total** | **3,821,079,552** | 3.82 billion |"));
  CHECK(holds(report, "| BFP8 | 1.0625 | 4.06 GB | fits |"));
  CHECK(holds(report, "| 32,768 | 6.85 GB | 10.91 GB | tight | fits |"));
  CHECK(holds(report, "| 131,072 | 27.38 GB | 31.44 GB | no | no | fits |"));
  CHECK(holds(report, "- n150: limit the context to 37,888 tokens"));
}

TEST_CASE("what was assumed is said, and what can't be counted, too") {
  const std::string latent = models::inspection_report(config_named("latent"), "c", "d");
  CHECK(holds(latent, "Not counted."));
  CHECK(holds(latent, "**Assumed:** The family 'deepseek_v3' isn't known here"));
  CHECK_FALSE(holds(latent, "## KV cache"));
  CHECK_FALSE(holds(models::inspection_report(config_named("llama31_8b"), "c", "d"), "Assumed"));
}

TEST_CASE("a model that is too large for a card is said to be") {
  const std::string report = models::inspection_report(config_named("mixtral_8x7b"), "c", "d");
  CHECK(holds(report, "- n150: the weights have no room in BFP8, nor in BFP4: take more chips"));
  CHECK(holds(report, "- p150: the weights have no room in BFP8; in BFP4 they do"));
  CHECK(holds(report, "- t3k: weights and the full context of one user have room in BFP8."));
}

TEST_CASE("a stranger's text can't break a table") {
  models::Config config = config_named("llama31_8b");
  config.model_type = "a | b\n# c";
  config.name = "x\n# y";
  const std::string report = models::inspection_report(config, "c", "d");
  CHECK_FALSE(holds(report, "\n# c"));
  CHECK_FALSE(holds(report, "\n# y"));
  CHECK(holds(report, "a \\| b"));
}
