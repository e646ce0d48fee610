#include "inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/clock.hpp"
#include "base/files.hpp"
#include "base/uri.hpp"
#include "commands/expand.hpp"
#include "lessons/pack_files.hpp"

namespace tt::server {
namespace {

namespace fs = std::filesystem;

constexpr char kLastConfigKey[] = "model-config";
constexpr char kCaseStudy[] = "microsoft/Phi-3-mini-128k-instruct";
constexpr std::size_t kJobsToLookAt = 1000;

std::string trimmed(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t");
  if (start == std::string_view::npos) return {};
  return std::string(text.substr(start, text.find_last_not_of(" \t") - start + 1));
}

Error missing_argument(std::string_view name) {
  return {ErrorKind::kInvalidArgument, fmt::format("This editor can't ask for '{}'.", name),
          fmt::format("Pass the argument `{}`.", name)};
}

// Of each pack by itself: one must not learn where the user keeps what another asked for.
std::string last_config_key(const ActionContext& context) { return fmt::format("{}:{}", kLastConfigKey, context.command.pack.id); }

asio::awaitable<std::string> suggested_config(ActionContext& context) {
  Daemon& daemon = context.daemon;
  co_await daemon.store_opened();
  if (daemon.store) {
    const auto last =
        co_await offload(daemon.store_pool, [store = daemon.store, key = last_config_key(context)] { return store->get(key); });
    if (last && *last) co_return **last;
  }
  co_return (daemon.workspace.empty() ? daemon.places.home : daemon.workspace) + "/config.json";
}

}  // namespace

asio::awaitable<Result<ConfigFile>> ask_config(ActionContext& context) {
  Daemon& daemon = context.daemon;
  protocol::PickPathParams question{protocol::PickKind::kOpenFile, "Choose the model's config.json", "Read",
                                    uri::from_path(co_await suggested_config(context))};
  const Result<fs::path> path = co_await ask_path(context, "config", std::move(question));
  if (!path) co_return std::unexpected(path.error());
  Result<ConfigFile> file = co_await offload(daemon.pool, [path = *path]() -> Result<ConfigFile> {
    Result<std::string> text = read_file(path, models::kMaxConfig);
    if (!text) return std::unexpected(text.error());
    Result<models::Config> config = models::parse_config(*text);
    if (!config) return std::unexpected(config.error());
    return ConfigFile{path, std::move(*text), std::move(*config)};
  });
  if (file && daemon.store) {
    // Only a suggestion for the next time: not worth an error.
    co_await offload(daemon.store_pool, [store = daemon.store, key = last_config_key(context), kept = path->string()] {
      return store->put(key, kept);
    });
  }
  co_return file;
}

asio::awaitable<Result<std::string>> ask_value(ActionContext& context, ValueQuestion question) {
  if (const commands::Value* given = context.arguments.find(question.name)) co_return trimmed(commands::to_text(*given));
  protocol::AskTextParams params;
  params.title = question.title;
  params.prompt = question.prompt;
  if (!question.suggestion.empty()) params.value = question.suggestion;
  if (!question.choices.empty()) params.choices = question.choices;
  const auto answer = co_await context.client.ask_text(std::move(params));
  if (!answer && answer.error().kind == ErrorKind::kUnsupported) co_return std::unexpected(missing_argument(question.name));
  if (!answer) co_return std::unexpected(answer.error());
  if (!*answer) co_return fail(ErrorKind::kDeclined, "Nothing was done: no answer was given.");
  std::string value = trimmed(**answer);
  if (!question.choices.empty() && std::ranges::find(question.choices, value) == question.choices.end()) {
    co_return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is none of {}.", value, fmt::join(question.choices, ", ")));
  }
  co_return value;
}

asio::awaitable<Result<fs::path>> ask_path(ActionContext& context, std::string_view name, protocol::PickPathParams question) {
  if (const std::string given = context.arguments.text(name); !given.empty() && !context.from_lesson) {
    co_return fs::path(commands::expand_home(given, context.daemon.places.home));
  }
  const auto picked = co_await context.client.pick_path(std::move(question));
  if (!picked && picked.error().kind == ErrorKind::kUnsupported) co_return std::unexpected(missing_argument(name));
  if (!picked) co_return std::unexpected(picked.error());
  if (!*picked) co_return fail(ErrorKind::kDeclined, "Nothing was done: no place was chosen.");
  co_return **picked;
}

Result<std::optional<double>> read_speed(std::string_view text) {
  if (text.empty()) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value) || value <= 0) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is no speed.", text),
                "Write a number of t/s/u above 0, such as 48, or nothing.");
  }
  return value;
}

std::string last_model(const Daemon& daemon) {
  const auto jobs = daemon.jobs.list(kJobsToLookAt);
  if (!jobs) return kCaseStudy;
  for (const jobs::JobRecord& job : *jobs) {
    for (const auto& [name, value] : job.arguments) {
      if (name == "model" && !value.empty()) return value;
    }
  }
  return kCaseStudy;
}

std::string today() { return clock::iso8601(clock::wall_ms()).substr(0, 10); }

asio::awaitable<Result<std::string>> fill_pack_template(ActionContext& context, std::string name, models::Values values) {
  const std::string file = fmt::format("templates/{}.in", name);
  co_return co_await offload(context.daemon.pool,
                             [root = context.command.pack_root, file, values = std::move(values)]() -> Result<std::string> {
                               Result<lessons::PackFiles> files = lessons::PackFiles::open(root);
                               if (!files) return std::unexpected(files.error());
                               const Result<std::string> text = files->read(file, models::kMaxTemplate);
                               if (!text) return text;
                               return models::fill_template(*text, values);
                             });
}

}  // namespace tt::server
