// Writes test skeletons for a model into its folder in a tt-metal checkout, from the pack's templates.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/uri.hpp"
#include "inputs.hpp"
#include "models/family.hpp"
#include "server/file_change.hpp"

namespace tt::server {
namespace {

namespace fs = std::filesystem;

// What every set of tests stands on. The reader makes these their own, so once they are there they are left alone.
constexpr std::string_view kFoundation[] = {"tests/reference.py", "tt/layers.py"};
constexpr char kConfig[] = "tests/config.json";

struct ModelFolder {
  fs::path path;
  std::string module;  // "models.experimental.phi3"
};

// A test imports its neighbours by their place below the checkout, so that place has to be one that Python can name.
Result<ModelFolder> as_module(const fs::path& folder, const std::string& checkout) {
  std::error_code ignored;
  const fs::path real = fs::weakly_canonical(folder, ignored);
  const fs::path root = fs::weakly_canonical(checkout, ignored);
  const fs::path inside = real.lexically_relative(root);
  std::vector<std::string> parts;
  for (const fs::path& part : inside) parts.push_back(part.string());
  if (parts.size() < 2 || parts.front() != "models") {
    return fail(ErrorKind::kInvalidArgument, fmt::format("{} isn't a model's folder below {}/models.", folder.string(), checkout),
                fmt::format("Choose or make one, such as {}/models/experimental/my_model.", checkout));
  }
  for (const std::string& part : parts) {
    if (models::is_module_name(part)) continue;
    return fail(ErrorKind::kInvalidArgument, fmt::format("Python can't import from a folder called '{}'.", part),
                "Use letters, digits and underscores.");
  }
  return ModelFolder{real, fmt::format("{}", fmt::join(parts, "."))};
}

// The layers that the templates build are Llama's kind; another kind would get tests that fail for no fault of the port.
Result<void> require_usual_layers(const models::Config& config) {
  std::vector<std::string> unusual;
  const models::Family& family = models::family_of(config);
  if (config.experts.count > 0) unusual.push_back("experts");
  if (config.latent_attention) unusual.push_back("compressed attention");
  if (!config.other_layers.empty()) unusual.push_back("layers that are no attention");
  if (config.rope.rotated < 1.0) unusual.push_back("heads that are rotated in part");
  if (!family.known || !family.gated || family.norms != 2 || family.norm_bias || family.head_norms ||
      config.model_type == "gemma") {
    unusual.push_back(fmt::format("layers of the family '{}'", config.model_type));
  }
  if (unusual.empty()) return {};
  return fail(ErrorKind::kUnsupported,
              fmt::format("The skeletons know layers like Llama's, and this model has {}.", fmt::join(unusual, " and ")),
              "Start from the tests of the nearest model in the checkout.");
}

models::Values values_of(const models::Config& config, const std::string& module) {
  return {{"module", module},
          {"architecture", models::architecture_of(config)},
          {"hidden", fmt::format("{}", config.hidden)},
          {"layers", fmt::format("{}", config.layers)}};
}

// "a, b" of what was written and of what was there.
struct Outcome {
  std::vector<std::string> written, left;

  void add(std::string_view file, Written how) {
    (how == Written::kNew || how == Written::kReplaced ? written : left).push_back(std::string(file));
  }
};

std::string describe(const Outcome& outcome, const ModelFolder& folder) {
  std::string text = outcome.written.empty() ? std::string("Nothing had to be written.")
                                             : fmt::format("Written: {}.", fmt::join(outcome.written, ", "));
  if (!outcome.left.empty()) text += fmt::format(" Left as they are: {}.", fmt::join(outcome.left, ", "));
  return fmt::format("{} In {}; run them with \"Run on Device\" or in the Test Explorer.", text, folder.path.string());
}

asio::awaitable<Result<void>> write_foundation(ActionContext& context, const ModelFolder& folder, const ConfigFile& config,
                                               Outcome& outcome) {
  const auto add = [&](std::string file, std::string text) -> asio::awaitable<Result<void>> {
    const fs::path path = folder.path / file;
    std::error_code ignored;
    if (fs::exists(path, ignored)) {
      outcome.add(file, Written::kKept);
      co_return Result<void>{};
    }
    const Result<Written> written = co_await write_reviewed(context.daemon, context.client, path, std::move(text));
    if (!written) co_return std::unexpected(written.error());
    outcome.add(file, *written);
    co_return Result<void>{};
  };
  for (const std::string_view file : kFoundation) {
    const Result<std::string> filled =
        co_await fill_pack_template(context, fs::path(file).filename().string(), values_of(config.config, folder.module));
    if (!filled) co_return std::unexpected(filled.error());
    if (Result<void> added = co_await add(std::string(file), *filled); !added) co_return added;
  }
  co_return co_await add(kConfig, config.text);
}

asio::awaitable<Result<protocol::CommandOutcome>> write_tests(ActionContext context, std::string name) {
  Daemon& daemon = context.daemon;
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  const std::string checkout = co_await tt_metal_path(daemon);
  std::error_code ignored;
  if (!fs::is_directory(fs::path(checkout) / "models", ignored)) {
    co_return fail(ErrorKind::kPrerequisite, fmt::format("There is no tt-metal at {}.", checkout),
                   "Run \"Clone tt-metal\" first, or set tenstorrent.ttMetalPath to where it is.");
  }
  const Result<ConfigFile> config = co_await ask_config(context);
  if (!config) co_return std::unexpected(config.error());
  if (Result<void> usual = require_usual_layers(config->config); !usual) co_return std::unexpected(usual.error());
  const Result<fs::path> picked = co_await ask_path(context, "folder",
                                                    {protocol::PickKind::kFolder, "Choose the model's folder in tt-metal",
                                                     "Write tests here", uri::from_path(checkout + "/models/experimental")});
  if (!picked) co_return std::unexpected(picked.error());
  const Result<ModelFolder> folder = as_module(*picked, checkout);
  if (!folder) co_return std::unexpected(folder.error());

  Outcome outcome;
  if (Result<void> founded = co_await write_foundation(context, *folder, *config, outcome); !founded)
    co_return std::unexpected(founded.error());
  const Result<std::string> filled = co_await fill_pack_template(context, name, values_of(config->config, folder->module));
  if (!filled) co_return std::unexpected(filled.error());
  const fs::path tests = folder->path / "tests" / name;
  const Result<Written> written = co_await write_reviewed(daemon, context.client, tests, *filled);
  if (!written) co_return std::unexpected(written.error());
  if (*written == Written::kKept) co_return fail(ErrorKind::kDeclined, fmt::format("{} is kept as it is.", tests.string()));
  outcome.add("tests/" + name, *written);
  (void)co_await context.client.show_file(tests);
  protocol::CommandOutcome said;
  said.message = describe(outcome, *folder);
  co_return said;
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> write_module_tests(ActionContext context) {
  co_return co_await write_tests(std::move(context), "test_modules.py");
}

asio::awaitable<Result<protocol::CommandOutcome>> write_decoder_test(ActionContext context) {
  co_return co_await write_tests(std::move(context), "test_decoder.py");
}

asio::awaitable<Result<protocol::CommandOutcome>> write_prefill_test(ActionContext context) {
  co_return co_await write_tests(std::move(context), "test_prefill.py");
}

}  // namespace tt::server
