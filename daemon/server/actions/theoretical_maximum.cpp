// Works out the ceiling of decode on a card, and the tiers of a bounty under it.
#include <fmt/format.h>

#include <charconv>

#include "inputs.hpp"
#include "models/roofline.hpp"
#include "report.hpp"

namespace tt::server {
namespace {

constexpr char kUsualCard[] = "n150", kUsualPrecision[] = "BFP8";
constexpr std::uint64_t kMostTokens = 1u << 24;

Result<std::uint64_t> read_tokens(const std::string& text) {
  std::uint64_t tokens = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), tokens);
  if (error == std::errc{} && end == text.data() + text.size() && tokens <= kMostTokens) return tokens;
  return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is no number of tokens.", text), "Write a whole number, such as 128.");
}

std::vector<std::string> card_names() {
  std::vector<std::string> names;
  for (const models::CardKind& card : models::card_kinds()) names.emplace_back(card.name);
  return names;
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> theoretical_maximum(ActionContext context) {
  const Result<ConfigFile> file = co_await ask_config(context);
  if (!file) co_return std::unexpected(file.error());
  const auto card_name =
      co_await ask_value(context, {"card", "Card", "The card or box that the bounty names", kUsualCard, card_names()});
  if (!card_name) co_return std::unexpected(card_name.error());
  const models::CardKind* card = models::find_card_kind(*card_name);
  if (card == nullptr)
    co_return fail(ErrorKind::kInvalidArgument, fmt::format("The bandwidth of '{}' isn't known here.", *card_name));
  const auto stated = co_await ask_value(
      context, {"maximum", "The issue's own maximum, in t/s/u", "Such as 48. Leave it empty where the issue states none"});
  if (!stated) co_return std::unexpected(stated.error());
  const Result<std::optional<double>> issue = read_speed(*stated);
  if (!issue) co_return std::unexpected(issue.error());
  const std::string given_precision = context.arguments.text("precision");
  const models::Precision* precision = models::find_precision(given_precision.empty() ? kUsualPrecision : given_precision);
  if (precision == nullptr) co_return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is no precision.", given_precision));
  const std::string given_context = context.arguments.text("context");
  const Result<std::uint64_t> tokens = given_context.empty() ? Result<std::uint64_t>(0) : read_tokens(given_context);
  if (!tokens) co_return std::unexpected(tokens.error());
  Result<std::string> text =
      models::roofline_report({file->config, *card, *precision, *tokens, *issue}, file->path.string(), today());
  if (!text) co_return std::unexpected(text.error());
  co_return co_await deliver(context, {"Theoretical maximum", "markdown", std::move(*text), "theoretical-maximum.md"});
}

}  // namespace tt::server
