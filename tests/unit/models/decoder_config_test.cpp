#include "models/decoder_config.hpp"

#include <doctest/doctest.h>

using namespace tt;
using models::DecoderProblem;

namespace {

constexpr char kGood[] = R"({"decoders": {"31": {"precision_cfg": {"FF1_FF3": "BFP8"}, "fidelity_cfg": {"LI_FF1_FF3": "LOFI"}}}})";

// The first problem, "where: message".
std::string first(std::string_view text, std::optional<std::uint64_t> layers = std::nullopt) {
  const auto problems = models::check_decoder_config(text, layers);
  REQUIRE_FALSE(problems.empty());
  return problems.front().where + ": " + problems.front().message;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a file of the real shape is fine") { CHECK(models::check_decoder_config(kGood, 32).empty()); }

TEST_CASE("what isn't read is an error, with what was meant") {
  CHECK(holds(first("[]"), "isn't a JSON object"));
  CHECK(holds(first("{}"), "no \"decoders\""));
  CHECK(holds(first(R"({"decoders": {}})"), "at least one layer"));
  CHECK(holds(first(R"({"decoders": {"first": {}}})"), "isn't the number of a layer"));
  CHECK(holds(first(R"({"decoders": {"0": {"precision": {}}}})"), "There are precision_cfg and fidelity_cfg"));
  CHECK(holds(first(R"({"decoders": {"0": {"precision_cfg": {"ff1_3": "BFP4"}}}})"),
              "decoders.0.precision_cfg.ff1_3: 'ff1_3' is no group"));
  CHECK(holds(first(R"({"decoders": {"0": {"precision_cfg": {"ff1_3": "BFP4"}}}})"), "It is written FF1_FF3."));
  CHECK(holds(first(R"({"decoders": {"0": {"precision_cfg": {"WQKV": "bfp8"}}}})"), "It is written BFP8."));
  CHECK(holds(first(R"({"decoders": {"0": {"precision_cfg": {"WQKV": "LOFI"}}}})"), "There are BFP4, BFP8, BF16."));
  CHECK(holds(first(R"({"decoders": {"0": {"fidelity_cfg": {"SDPA_DECODE": "hifi2na"}}}})"), "It is written HIFI2_NA."));
  CHECK(holds(first(R"({"decoders": {"0": {"fidelity_cfg": {"LI_FF2": 2}}}})"), "A name in quotes"));
  CHECK(holds(first(R"({"decoders": {"0": []}})"), "An object is expected"));
}

TEST_CASE("the older shape that isn't read is told from the real one") {
  CHECK(holds(first(R"({"decoder_0": {"ff1_3": "bfp4"}})"), "no \"decoders\""));
  CHECK(models::check_decoder_config(R"({"decoder_0": {"ff1_3": "bfp4"}})", {}).size() == 2);
}

TEST_CASE("a layer that the model doesn't have is an error where the model is known") {
  CHECK(holds(first(kGood, 24), "decoders.31: The model has 24 layers, numbered from 0 to 23."));
  CHECK(models::check_decoder_config(kGood, std::nullopt).empty());
}

TEST_CASE("what a listed layer gets by default is said") {
  const auto problems = models::check_decoder_config(R"({"decoders": {"0": {"precision_cfg": {"WQKV": "BFP8"}}}})", 32);
  REQUIRE(problems.size() == 1);
  CHECK_FALSE(problems.front().is_error);
  CHECK(holds(problems.front().message, "in BFP8, also where the performance setting has BFP4"));
}

TEST_CASE("layers are read as people write them") {
  const auto layers = models::read_layers("31, 0-2 1", 32);
  REQUIRE(layers.has_value());
  CHECK(*layers == std::vector<std::uint64_t>{0, 1, 2, 31});
  const auto all = models::read_layers("all", 3);
  REQUIRE(all.has_value());
  CHECK(all->size() == 3);
  for (const char* wrong : {"", "x", "3-1", "32", "0-32", "-", "1-", "99999999999999999999"}) {
    const auto read = models::read_layers(wrong, 32);
    CHECK_MESSAGE(!read.has_value(), wrong);
  }
  CHECK_FALSE(models::read_layers("all", std::nullopt).has_value());
  CHECK_FALSE(models::read_layers("0-999999999", std::nullopt).has_value());
}

TEST_CASE("settings are read by their names") {
  const auto settings = models::read_settings("FF1_FF3=BFP4, LI_FF1_FF3=LOFI");
  REQUIRE(settings.has_value());
  REQUIRE(settings->size() == 2);
  CHECK(settings->at(1).group == "LI_FF1_FF3");
  CHECK(settings->at(1).value == "LOFI");
  const auto lower = models::read_settings("ff1_3=bfp4");
  REQUIRE_FALSE(lower.has_value());
  CHECK(holds(lower.error().message, "It is written FF1_FF3."));
  for (const char* wrong : {"", "FF1_FF3", "FF1_FF3=LOFI", "LI_FF2=BFP8", "X=BFP8"})
    CHECK_MESSAGE(!models::read_settings(wrong).has_value(), wrong);
}

TEST_CASE("what is written is read again, and the rest of the file stays") {
  const auto fresh = models::write_decoder_config("", {0, 31}, {{"FF1_FF3", "BFP4"}, {"LI_FF1_FF3", "LOFI"}});
  REQUIRE(fresh.has_value());
  CHECK(models::check_decoder_config(*fresh, 32).empty());
  const auto changed = models::write_decoder_config(kGood, {0}, {{"FF1_FF3", "BF16"}});
  REQUIRE(changed.has_value());
  CHECK(holds(*changed, "\"31\""));
  CHECK(holds(*changed, "\"LOFI\""));
  CHECK(holds(*changed, "\"BF16\""));
  CHECK(changed->find("\"31\"") < changed->find("\"0\""));
  const auto same = models::write_decoder_config(*changed, {0}, {{"FF1_FF3", "BF16"}});
  CHECK(*same == *changed);
  CHECK_FALSE(models::write_decoder_config(R"({"decoders": 1})", {0}, {{"FF1_FF3", "BF16"}}).has_value());
  CHECK_FALSE(models::write_decoder_config("{", {0}, {{"FF1_FF3", "BF16"}}).has_value());
}
