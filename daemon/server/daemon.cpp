#include "daemon.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "commands/expand.hpp"
#include "devices/inventory.hpp"

namespace tt::server {
namespace {

std::chrono::seconds seconds_or(const std::optional<std::uint32_t>& setting, std::uint32_t fallback) {
  return std::chrono::seconds(std::clamp(setting.value_or(fallback), 1u, 3600u));
}

}  // namespace

Daemon::Daemon(const asio::any_io_executor& loop, Places where, asio::thread_pool& workers, asio::thread_pool& store_worker,
               jobs::TableCallbacks job_callbacks)
    : executor(loop),
      places(std::move(where)),
      pool(workers),
      store_pool(store_worker),
      jobs(loop, workers, places.state_root, places.supervisor, std::move(job_callbacks)),
      background(loop),
      cards(loop),
      ready(loop) {}

asio::awaitable<void> Daemon::packs_loaded() {
  while (!packs_ready) co_await ready.wait_for(std::chrono::seconds(1));
}

asio::awaitable<void> Daemon::store_opened() {
  while (!store_ready) co_await ready.wait_for(std::chrono::seconds(1));
}

asio::awaitable<void> Daemon::jobs_recovered() {
  while (!jobs_ready) co_await ready.wait_for(std::chrono::seconds(1));
}

std::vector<std::filesystem::path> pack_folders(const Daemon& daemon) {
  std::vector<std::filesystem::path> folders = {daemon.places.packs};
  for (const std::string& folder : daemon.settings.packs.value_or(std::vector<std::string>{})) {
    folders.emplace_back(commands::expand_home(folder, daemon.places.home));
  }
  return folders;
}

asio::awaitable<void> load_packs(Daemon& daemon) {
  const std::vector<std::filesystem::path> folders = pack_folders(daemon);
  const std::uint64_t number = ++daemon.pack_loads;
  std::shared_ptr<const Library> loaded = co_await offload(daemon.pool, [folders, before = daemon.library] {
    return std::shared_ptr<const Library>(std::make_shared<Library>(load_library(folders, before.get())));
  });
  // Another load was begun meanwhile: it knows more.
  if (number != daemon.pack_loads) co_return;
  daemon.library = std::move(loaded);
  daemon.packs_ready = true;
  daemon.ready.notify_all();
}

asio::awaitable<void> recover_jobs(Daemon& daemon) {
  co_await daemon.jobs.recover();
  daemon.jobs_ready = true;
  daemon.ready.notify_all();
}

asio::awaitable<void> open_store(Daemon& daemon) {
  const std::filesystem::path file = daemon.places.state_root / "index.db";
  auto opened = co_await offload(daemon.store_pool, [file] {
    Result<store::Store> result = store::Store::open(file);
    return result ? std::make_shared<store::Store>(std::move(*result)) : nullptr;
  });
  daemon.store = std::move(opened);
  if (!daemon.store) {
    log::error("progress can't be kept: there is no memory for its database");
  } else if (!daemon.store->notice().empty()) {
    log::warning("{}", daemon.store->notice());
  }
  daemon.store_ready = true;
  daemon.ready.notify_all();
}

asio::awaitable<launch::Context> launch_context(Daemon& daemon) {
  launch::Context context;
  context.home = daemon.places.home;
  context.tt_metal = co_await tt_metal_path(daemon);
  const std::string python = daemon.settings.pythonPath.value_or("");
  context.python = python.empty() ? "python3" : commands::expand_home(python, daemon.places.home);
  context.workspace = daemon.workspace;
  context.environment = launch::current_environment();
  context.device_graces.interrupt = seconds_or(daemon.settings.interruptGraceSeconds, 60);
  context.device_graces.terminate = seconds_or(daemon.settings.terminateGraceSeconds, 15);
  const std::filesystem::path root = daemon.places.system_root;
  context.system_root = root.string();
  context.inventory = co_await offload(daemon.pool, [root] { return devices::read_inventory(root); });
  co_return context;
}

asio::awaitable<std::string> tt_metal_path(Daemon& daemon) {
  const std::string setting = daemon.settings.ttMetalPath.value_or("");
  if (!setting.empty()) co_return commands::expand_home(setting, daemon.places.home);
  co_await daemon.store_opened();
  if (daemon.store) {
    const auto remembered = co_await offload(daemon.store_pool, [store = daemon.store] { return store->get(kTtMetalKey); });
    if (remembered && *remembered) co_return **remembered;
  }
  co_return commands::expand_home("~/tt-metal", daemon.places.home);
}

Result<void> require_trust(const Daemon& daemon) {
  if (daemon.trusted) return {};
  return fail(ErrorKind::kUntrusted, "Nothing runs in a workspace that isn't trusted.", "Trust the workspace to run commands.");
}

}  // namespace tt::server
