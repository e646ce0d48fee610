// One client's session: LSP's lifecycle around the handlers.
#pragma once

#include <map>
#include <string>

#include "base/async.hpp"
#include "binder.hpp"
#include "client.hpp"
#include "daemon.hpp"
#include "drafts.hpp"
#include "handlers/handlers.hpp"
#include "job_diagnostics.hpp"
#include "pack_watch.hpp"
#include "rpc/connection.hpp"

namespace tt::server {

// How a session ended, as the exit code that LSP asks for.
enum class SessionEnd {
  kClean = 0,     // `shutdown`, then `exit` or the end of input
  kAbrupt = 1,    // `exit` or the end of input without `shutdown`
  kBadFrame = 3,  // the client's stream could not be read any further
};

// Invariant: before `initialize` and after `shutdown` no handler runs. Touched on the loop's thread; it must outlive run()
// and everything that run() began (Background, the pools).
class Session {
 public:
  // `in` and `out` are descriptors of the session's own.
  Session(const asio::any_io_executor& executor, int in, int out, Places places, asio::thread_pool& pool,
          asio::thread_pool& store_pool);

  asio::awaitable<SessionEnd> run();

  // Every method that is bound, for the test that each has a session of its own.
  const Binder& binder() const { return binder_; }

 private:
  enum class State { kNew, kRunning, kShutDown };

  asio::awaitable<rpc::Reply> on_request(rpc::Request request);
  void on_notification(rpc::Notification notification);
  void bind_lifecycle();
  asio::awaitable<Result<protocol::InitializeResult>> initialize(protocol::InitializeParams params);
  void take_settings(protocol::Settings settings);
  void job_changed(const jobs::JobRecord& job);
  void job_ended(const jobs::JobRecord& job);
  void job_removed(const std::string& id);
  asio::awaitable<void> keep_result(jobs::JobRecord job);
  asio::awaitable<void> load_and_watch_packs();
  asio::awaitable<void> reload_packs();

  asio::any_io_executor executor_;
  rpc::Connection connection_;
  Client client_;
  Daemon daemon_;
  Binder binder_;
  OpenDocuments documents_;
  Drafts drafts_;
  JobDiagnostics diagnostics_;
  PackWatch pack_watch_;
  std::map<std::string, jobs::JobState> card_jobs_;  // the last state of each job that takes a card
  State state_ = State::kNew;
};

}  // namespace tt::server
