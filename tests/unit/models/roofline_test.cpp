#include "models/roofline.hpp"

#include "fixture.hpp"

using namespace tt;
using test::config_named;

namespace {

models::RooflineInput input(const std::string& config, std::string_view card) {
  return {config_named(config), *models::find_card_kind(card), models::kBfp8, 0, std::nullopt};
}

double maximum(const models::RooflineInput& in) {
  const auto roofline = models::compute_roofline(in);
  REQUIRE(roofline.has_value());
  return roofline->maximum;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

// The same formula as tt-mlir's pull request #8466: Llama-3.1-8B 33.65 with its cache, so a little more without one.
TEST_CASE("the ceiling is bandwidth over the bytes that a token reads") {
  CHECK(maximum(input("llama31_8b", "n150")) == doctest::Approx(33.755).epsilon(0.001));
  CHECK(maximum(input("llama31_8b", "n300")) == doctest::Approx(67.51).epsilon(0.001));
  CHECK(maximum(input("phi3_mini", "n150")) == doctest::Approx(70.94).epsilon(0.001));
}

TEST_CASE("a longer context and wider values lower it") {
  models::RooflineInput in = input("llama31_8b", "n150");
  in.context = 381;
  CHECK(maximum(in) == doctest::Approx(33.65).epsilon(0.001));
  in.context = 0;
  in.precision = models::kBf16;
  CHECK(maximum(in) == doctest::Approx(17.93).epsilon(0.001));
}

TEST_CASE("only the experts that a token uses are read") {
  const models::RooflineInput in = input("mixtral_8x7b", "t3k");
  CHECK(maximum(in) == doctest::Approx(2304e9 / (12'879'925'248.0 * 1.0625)).epsilon(0.001));
}

TEST_CASE("tiers are exact and as issues round them") {
  const auto of_48 = models::tiers(48);
  REQUIRE(of_48.size() == 3);
  CHECK(of_48[0].exact == 12.0);
  CHECK(of_48[2].exact == doctest::Approx(33.6));
  CHECK(of_48[2].rounded == 34);
  const auto of_23 = models::tiers(23);
  CHECK(of_23[0].rounded == 6);
  CHECK(of_23[1].rounded == 12);
  CHECK(of_23[2].rounded == 16);
}

TEST_CASE("the issue's number comes first, and the estimate is called one") {
  models::RooflineInput in = input("phi3_mini", "n150");
  in.issue = 48;
  const auto report = models::roofline_report(in, "c", "2026-08-14");
  REQUIRE(report.has_value());
  CHECK(holds(*report, "**48 t/s/u**, as the issue states it"));
  CHECK(holds(*report, "| Hard | 70 % | 33.60 t/s/u | 34 |"));
  CHECK(holds(*report, "**An estimate**"));
  CHECK(holds(*report, "= 288 GB/s / (4.06 GB + 0.00 GB)"));
  CHECK(holds(*report, "The issue's number is 68 % of the estimate."));
  in.issue.reset();
  const auto alone = models::roofline_report(in, "c", "d");
  REQUIRE(alone.has_value());
  CHECK_FALSE(holds(*alone, "The issue's number\n"));
  CHECK(holds(*alone, "| Hard | 70 % | 49.66 t/s/u | 50 |"));
}

TEST_CASE("what can't be counted is refused, unless the issue has a number") {
  models::RooflineInput in = input("latent", "t3k");
  CHECK_FALSE(models::roofline_report(in, "c", "d").has_value());
  in.issue = 20;
  const auto report = models::roofline_report(in, "c", "d");
  REQUIRE(report.has_value());
  CHECK(holds(*report, "aren't counted here"));
}
