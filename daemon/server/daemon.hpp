// Everything that the daemon holds, as one struct that its handlers share. Touched on the loop's thread alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "background.hpp"
#include "base/async.hpp"
#include "card_watch.hpp"
#include "client.hpp"
#include "jobs/table.hpp"
#include "launch/launch.hpp"
#include "library.hpp"
#include "protocol/gen/messages.hpp"
#include "store/store.hpp"

namespace tt::server {

// Where things are on this machine. Resolved once, in main.
struct Places {
  std::filesystem::path state_root;         // $XDG_STATE_HOME/tt-bringup/v1
  std::filesystem::path supervisor;         // the supervisor's binary
  std::filesystem::path git_module;         // tt-bringup-git.so, loaded when a repository is first touched
  std::filesystem::path packs;              // the bundled packs
  std::filesystem::path system_root = "/";  // where sys, proc and dev are looked for; tests set another
  std::string home;
};

struct Daemon {
  Daemon(const asio::any_io_executor& loop, Places where, asio::thread_pool& workers, asio::thread_pool& store_worker,
         jobs::TableCallbacks job_callbacks);

  asio::any_io_executor executor;
  Places places;
  asio::thread_pool& pool;              // for what blocks: disk, git, parsing
  asio::thread_pool& store_pool;        // one thread, the only one that touches `store`
  std::shared_ptr<store::Store> store;  // null until open_store()
  std::shared_ptr<const Library> library = std::make_shared<Library>();
  jobs::JobTable jobs;
  Background background;
  CardWatch cards;
  protocol::Settings settings;
  bool trusted = false;
  std::string workspace;         // the first folder that is open; empty: none
  std::uint64_t pack_loads = 0;  // how many were begun
  bool packs_ready = false;
  bool store_ready = false;
  bool jobs_ready = false;
  Signal ready;  // notified when one of the three above becomes true

  // Each waits for what initialize began, so that `initialize` itself answers at once.
  asio::awaitable<void> packs_loaded();
  asio::awaitable<void> store_opened();  // `store` may be null all the same
  asio::awaitable<void> jobs_recovered();
};

// The folders to load packs from: the bundled ones, then the user's.
std::vector<std::filesystem::path> pack_folders(const Daemon& daemon);

// Loads the packs on the pool and swaps them in.
asio::awaitable<void> load_packs(Daemon& daemon);

// Finds the jobs that other daemons started.
asio::awaitable<void> recover_jobs(Daemon& daemon);

// Opens the database on its thread. Where it can't be kept on disk the notice is logged.
asio::awaitable<void> open_store(Daemon& daemon);

// What a launch needs to know of the machine and the settings: reads the cards afresh, on the pool.
asio::awaitable<launch::Context> launch_context(Daemon& daemon);

// The tt-metal checkout: the setting, else where the user cloned it to with us, else ~/tt-metal.
asio::awaitable<std::string> tt_metal_path(Daemon& daemon);

// kUntrusted where nothing may run.
Result<void> require_trust(const Daemon& daemon);

// The key under which the store keeps where tt-metal was cloned to.
inline constexpr char kTtMetalKey[] = "tt-metal";

}  // namespace tt::server
