// Clones tt-metal into a folder of the user's choice, with progress and cancel.
#include <fmt/format.h>

#include <cstdlib>
#include <functional>

#include "actions.hpp"
#include "base/uri.hpp"
#include "commands/expand.hpp"
#include "repos/git.hpp"

namespace tt::server {
namespace {

namespace fs = std::filesystem;

constexpr char kTtMetalUrl[] = "https://github.com/tenstorrent/tt-metal.git";
constexpr char kTtMetalName[] = "tt-metal";
constexpr auto kReportEvery = std::chrono::milliseconds(200);

// A clone from a local folder, for tests: nothing that a pack or a client says can set an environment variable.
std::optional<std::string> test_url() {
  const char* url = std::getenv("TT_BRINGUP_TEST_CLONE_URL");
  return url != nullptr ? std::optional<std::string>(url) : std::nullopt;
}

struct Work {
  fs::path git_module;
  repos::CloneRequest request;
  CancelFlag cancelled;
  // Takes the progress to the loop's thread; called on the pool's, at most once per kReportEvery.
  std::function<void(repos::CloneProgress)> report;
};

Result<repos::CloneOutcome> run_clone(const Work& work) {
  const Result<const repos::Git*> git = repos::load_git(work.git_module);
  if (!git) return std::unexpected(git.error());
  auto last = std::chrono::steady_clock::time_point{};
  repos::CloneCallbacks callbacks;
  callbacks.progress = [&](const repos::CloneProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last < kReportEvery) return;
    last = now;
    work.report(progress);
  };
  callbacks.cancelled = [&] { return work.cancelled->load(); };
  return (*git)->clone(work.request, callbacks);
}

std::string describe(const repos::CloneProgress& progress) {
  std::string text = progress.submodule.empty() ? std::string(repos::to_string(progress.phase))
                                                : fmt::format("{}: {}", progress.submodule, repos::to_string(progress.phase));
  if (progress.total > 0) text += fmt::format(" {} of {}", progress.received, progress.total);
  if (progress.bytes > 0) text += fmt::format(", {:.1f} MB", static_cast<double>(progress.bytes) / 1e6);
  return text;
}

std::optional<std::uint32_t> percentage(const repos::CloneProgress& progress) {
  if (progress.total == 0 || !progress.submodule.empty()) return std::nullopt;
  return static_cast<std::uint32_t>(progress.received * 100 / progress.total);
}

asio::awaitable<Result<fs::path>> destination(ActionContext& context) {
  if (const std::string given = context.arguments.text("folder"); !given.empty() && !context.from_lesson) {
    co_return fs::path(commands::expand_home(given, context.daemon.places.home)) / kTtMetalName;
  }
  const fs::path usual = co_await tt_metal_path(context.daemon);
  protocol::PickPathParams question{protocol::PickKind::kFolder, "Choose the folder that tt-metal is cloned into", "Clone here",
                                    uri::from_path(usual.parent_path())};
  const auto picked = co_await context.client.pick_path(std::move(question));
  if (!picked && picked.error().kind == ErrorKind::kUnsupported) {
    co_return fail(ErrorKind::kInvalidArgument, "This editor can't ask for a folder.", "Pass the argument `folder`.");
  }
  if (!picked) co_return std::unexpected(picked.error());
  if (!*picked) co_return fail(ErrorKind::kDeclined, "No folder was chosen; nothing was cloned.");
  co_return **picked / kTtMetalName;
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> clone_tt_metal(ActionContext context) {
  Daemon& daemon = context.daemon;
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return std::unexpected(trusted.error());
  const Result<fs::path> folder = co_await destination(context);
  if (!folder) co_return std::unexpected(folder.error());

  Work work;
  work.git_module = daemon.places.git_module;
  const std::optional<std::string> local = test_url();
  work.request = {local.value_or(kTtMetalUrl), *folder, true, local.has_value()};
  const WorkDone shown = co_await context.client.begin_work("Cloning tt-metal");
  work.cancelled = shown.cancelled;
  work.report = [&client = context.client, shown, loop = daemon.executor](repos::CloneProgress progress) {
    asio::post(loop, [&client, shown, progress = std::move(progress)] {
      client.report_work(shown, describe(progress), percentage(progress));
    });
  };

  // $/cancelRequest and the end of the connection cancel this request; the clone polls the flag.
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  asio::cancellation_slot slot = state.slot();
  if (slot.is_connected()) slot.assign([flag = work.cancelled](asio::cancellation_type) { *flag = true; });
  Result<repos::CloneOutcome> outcome = co_await offload(daemon.pool, [work] { return run_clone(work); });
  if (slot.is_connected()) slot.clear();
  context.client.end_work(shown, outcome ? "done" : outcome.error().message);
  if (!outcome) co_return std::unexpected(outcome.error());

  if (daemon.store) {
    co_await offload(daemon.store_pool, [store = daemon.store, path = folder->string()] { return store->put(kTtMetalKey, path); });
  }
  protocol::CommandOutcome result;
  result.message =
      fmt::format("tt-metal is at {}, branch {}, commit {}.", folder->string(), outcome->branch, outcome->commit.substr(0, 12));
  co_return result;
}

}  // namespace tt::server
