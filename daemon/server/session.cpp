#include "session.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "base/uri.hpp"
#include "cards.hpp"
#include "completion.hpp"
#include "convert.hpp"
#include "execute.hpp"
#include "keep_jobs.hpp"
#include "progress.hpp"
#include "protocol/wire.hpp"

namespace tt::server {
namespace {

rpc::RpcError plain_error(protocol::ErrorCode code, std::string message) {
  return {static_cast<int>(code), std::move(message), {}};
}

rpc::Id to_id(const protocol::ProgressToken& token) {
  if (const auto* number = std::get_if<std::int32_t>(&token)) return rpc::Id{std::int64_t{*number}};
  return rpc::Id{std::get<std::string>(token)};
}

std::string first_folder(const protocol::InitializeParams& params) {
  std::optional<std::string> uri = params.rootUri;
  if (params.workspaceFolders && !params.workspaceFolders->empty()) uri = params.workspaceFolders->front().uri;
  if (!uri) return {};
  const Result<std::filesystem::path> path = uri::to_path(*uri);
  return path ? path->string() : std::string();
}

// `{"tenstorrent": {...}}`, as editors send a section, or the settings themselves.
Result<protocol::Settings> read_settings(const protocol::Any& any) {
  const nlohmann::json& json = any.json();
  if (json.is_object() && json.contains("tenstorrent"))
    return protocol::decode<protocol::Settings>(json["tenstorrent"], "settings.tenstorrent");
  return protocol::decode<protocol::Settings>(json, "settings");
}

}  // namespace

Session::Session(const asio::any_io_executor& executor, int in, int out, Places places, asio::thread_pool& pool,
                 asio::thread_pool& store_pool)
    : executor_(executor),
      connection_(executor, in, out, rpc::Codec{protocol::parse, protocol::dump},
                  rpc::Callbacks{[this](rpc::Request request) { return on_request(std::move(request)); },
                                 [this](rpc::Notification notification) { on_notification(std::move(notification)); }}),
      client_(connection_),
      daemon_(executor, std::move(places), pool, store_pool,
              jobs::TableCallbacks{[this](const jobs::JobRecord& job) { job_changed(job); },
                                   [this](const jobs::JobRecord& job) { job_ended(job); },
                                   [this](const std::string& id) { job_removed(id); }}),
      drafts_(daemon_, client_, documents_),
      diagnostics_(daemon_, client_),
      pack_watch_(executor, [this] { daemon_.background.start("packs", reload_packs()); }) {
  bind_lifecycle();
  bind_lessons(binder_, daemon_, client_);
  bind_lesson_search(binder_, daemon_);
  bind_commands(binder_, daemon_, client_);
  bind_jobs(binder_, daemon_, client_);
  bind_job_tests(binder_, daemon_);
  bind_job_measurements(binder_, daemon_);
  bind_job_marks(binder_, daemon_);
  bind_job_queue(binder_, daemon_);
  bind_job_keep(binder_, daemon_);
  bind_job_search(binder_, daemon_);
  bind_devices(binder_, daemon_, client_);
  bind_editor(binder_, daemon_, documents_, drafts_);
  bind_authoring(binder_, daemon_, drafts_, documents_);
}

asio::awaitable<SessionEnd> Session::run() {
  const rpc::Connection::End end = co_await connection_.run();
  pack_watch_.close();
  daemon_.jobs.close();
  if (end == rpc::Connection::End::kBadFrame) co_return SessionEnd::kBadFrame;
  co_return state_ == State::kShutDown ? SessionEnd::kClean : SessionEnd::kAbrupt;
}

asio::awaitable<rpc::Reply> Session::on_request(rpc::Request request) {
  const bool is_initialize = request.method == protocol::Initialize::kMethod;
  if (state_ == State::kNew && !is_initialize) {
    co_return plain_error(protocol::ErrorCode::kServerNotInitialized, "`initialize` has to come first.");
  }
  if (state_ == State::kShutDown) co_return plain_error(protocol::ErrorCode::kInvalidRequest, "The session is shut down.");
  if (state_ == State::kRunning && is_initialize) {
    co_return plain_error(protocol::ErrorCode::kInvalidRequest, "The session is initialized already.");
  }
  const Binder::RequestHandler* handler = binder_.request(request.method);
  if (handler == nullptr) {
    co_return plain_error(protocol::ErrorCode::kMethodNotFound, fmt::format("There is no method '{}'.", request.method));
  }
  co_return co_await (*handler)(std::move(request.params));
}

void Session::on_notification(rpc::Notification notification) {
  if (notification.method == protocol::Exit::kMethod) {
    connection_.stop();
    return;
  }
  // LSP: before `initialize` and after `shutdown` notifications are dropped.
  if (state_ != State::kRunning) return;
  if (const Binder::NotificationHandler* handler = binder_.notification(notification.method)) {
    (*handler)(notification.params);
  } else if (!notification.method.starts_with("$/")) {
    log::debug("notification {} is not known here", notification.method);
  }
}

void Session::bind_lifecycle() {
  binder_.on_request<protocol::Initialize>([this](protocol::InitializeParams params) { return initialize(std::move(params)); });
  binder_.on_request<protocol::Shutdown>([this](protocol::NoParams) -> Result<std::nullptr_t> {
    state_ = State::kShutDown;
    return nullptr;
  });
  binder_.on_notification<protocol::Initialized>([this](protocol::InitializedParams) { client_.begin_to_hear(); });
  binder_.on_notification<protocol::SetTrace>([](protocol::SetTraceParams) {});
  binder_.on_notification<protocol::CancelRequest>([this](protocol::CancelParams params) { connection_.cancel(to_id(params.id)); });
  binder_.on_notification<protocol::WindowWorkDoneProgressCancel>(
      [this](protocol::WorkDoneProgressCancelParams params) { client_.cancel_work(params.token); });
  binder_.on_notification<protocol::WorkspaceDidChangeTrust>(
      [this](protocol::TrustParams params) { daemon_.trusted = params.trusted; });
  binder_.on_notification<protocol::WorkspaceDidChangeConfiguration>([this](protocol::DidChangeConfigurationParams params) {
    Result<protocol::Settings> settings = read_settings(params.settings);
    if (!settings) return log::warning("the settings are ignored: {}", settings.error().message);
    take_settings(std::move(*settings));
  });
  binder_.on_notification<protocol::WorkspaceDidChangeWorkspaceFolders>([this](protocol::DidChangeWorkspaceFoldersParams params) {
    if (params.event.added.empty()) return;
    if (const auto path = uri::to_path(params.event.added.front().uri)) daemon_.workspace = path->string();
  });
}

asio::awaitable<Result<protocol::InitializeResult>> Session::initialize(protocol::InitializeParams params) {
  protocol::InitializationOptions options;
  if (params.initializationOptions) {
    Result<protocol::InitializationOptions> decoded =
        protocol::decode<protocol::InitializationOptions>(params.initializationOptions->json(), "initializationOptions");
    if (!decoded) co_return std::unexpected(decoded.error());
    options = std::move(*decoded);
  }
  state_ = State::kRunning;
  client_.learn(params, options);
  daemon_.trusted = options.trusted.value_or(false);
  daemon_.workspace = first_folder(params);
  daemon_.settings = options.settings.value_or(protocol::Settings{});

  // The state (jobs, progress) and the packs are made ready beside the answer: whoever needs them waits for them.
  daemon_.background.start("packs", load_and_watch_packs());
  daemon_.background.start("store", open_store(daemon_));
  // Not after the store: its file may be locked for seconds, and what a job is doing is in the job's folder.
  daemon_.background.start("jobs", recover_and_keep_jobs(daemon_));

  protocol::InitializeResult result;
  result.serverInfo = protocol::ServerInfo{"tt-bringup", std::string(protocol::kVersion)};
  result.capabilities.positionEncoding = "utf-16";
  result.capabilities.textDocumentSync = protocol::TextDocumentSyncOptions{true, protocol::TextDocumentSyncKind::kFull};
  result.capabilities.codeLensProvider = protocol::CodeLensOptions{false};
  result.capabilities.executeCommandProvider = protocol::ExecuteCommandOptions{};
  result.capabilities.completionProvider =
      protocol::CompletionOptions{std::vector<std::string>{":", "?", "#", "\"", "=", "[", ","}, false};
  result.capabilities.hoverProvider = true;
  result.capabilities.definitionProvider = true;
  result.capabilities.documentSymbolProvider = true;
  result.capabilities.documentLinkProvider = protocol::DocumentLinkOptions{false};
  result.capabilities.codeActionProvider = protocol::CodeActionOptions{std::vector<std::string>{"quickfix"}};
  if (!options.registersCommands.value_or(false)) {
    // This client registers what is listed here, so here the packs have to be known first.
    co_await daemon_.packs_loaded();
    for (const commands::DeclaredCommand& command : daemon_.library->commands.all()) {
      result.capabilities.executeCommandProvider->commands.push_back(command.spec.id);
    }
  }
  co_return result;
}

void Session::take_settings(protocol::Settings settings) {
  const bool reload = settings.packs != daemon_.settings.packs;
  daemon_.settings = std::move(settings);
  if (!reload) return;
  daemon_.packs_ready = false;
  daemon_.background.start("packs", reload_packs());
}

asio::awaitable<void> Session::load_and_watch_packs() {
  co_await load_packs(daemon_);
  const std::shared_ptr<const Library> loaded = daemon_.library;
  const std::vector<std::filesystem::path> watched = co_await offload(daemon_.pool, [library = loaded] {
    std::vector<std::filesystem::path> all;
    for (const packs::Pack& pack : library->packs) {
      const std::vector<std::filesystem::path> folders = packs::folders_of(pack);
      all.insert(all.end(), folders.begin(), folders.end());
    }
    return all;
  });
  // Where another load came first, it watches what it found.
  if (loaded == daemon_.library) pack_watch_.watch(watched, pack_folders(daemon_));
}

// Loads the packs again and tells of each lesson that is new, or says something else than before.
asio::awaitable<void> Session::reload_packs() {
  const std::shared_ptr<const Library> before = daemon_.library;
  co_await load_and_watch_packs();
  drafts_.packs_changed();
  const std::shared_ptr<const Library> now = daemon_.library;
  for (const packs::Pack& pack : now->packs) {
    for (const lessons::LessonEntry& entry : pack.lessons) {
      const LessonRef lesson{&pack, &entry, packs::manifest_of(pack, entry)};
      const std::string id = entry.lesson.front_matter.id;
      const std::optional<LessonRef> old = find_lesson(*before, id);
      if (old && packs::revision_of(*old->pack, *old->entry) == packs::revision_of(pack, entry)) continue;
      client_.notify<protocol::LessonDidChange>({id, true, co_await steps_of(daemon_, lesson), {}, {}});
    }
  }
}

void Session::job_changed(const jobs::JobRecord& job) {
  if (state_ != State::kRunning) return;
  client_.notify<protocol::JobDidChange>({to_wire(job)});
  diagnostics_.job_changed(job);
  if (job.device.empty() || !daemon_.cards.told) return;
  const auto [known, is_new] = card_jobs_.try_emplace(job.id, job.state);
  if (!is_new && known->second == job.state) return;
  known->second = job.state;
  daemon_.background.start("cards", tell_cards(daemon_, client_));
}

void Session::job_removed(const std::string& id) {
  diagnostics_.job_removed(id);
  if (state_ == State::kRunning) client_.notify<protocol::JobDidRemove>({id});
}

void Session::job_ended(const jobs::JobRecord& job) {
  diagnostics_.job_ended(job);
  daemon_.background.start("result of job " + job.id, keep_result(job));
}

asio::awaitable<void> Session::keep_result(jobs::JobRecord job) {
  co_await daemon_.packs_loaded();
  if (std::optional<Success> success = success_of(job)) {
    for (const std::string& lesson : co_await complete_lessons(daemon_, std::move(*success))) {
      if (state_ == State::kRunning) co_await tell_steps(daemon_, client_, lesson);
    }
  }
  if (!co_await record_job(daemon_, job)) {
    // A cancelled job changes nothing that is kept, and its step is no longer running all the same.
    if (job.state != jobs::JobState::kCancelled) co_return;
  }
  if (state_ == State::kRunning && !job.lesson.empty()) co_await tell_steps(daemon_, client_, job.lesson);
}

}  // namespace tt::server
