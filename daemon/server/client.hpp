// The editor at the other end: what it can do, and the questions that the daemon puts to it.
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/async.hpp"
#include "base/result.hpp"
#include "launch/launch.hpp"
#include "protocol/gen/messages.hpp"
#include "rpc/connection.hpp"

namespace tt::server {

using CancelFlag = std::shared_ptr<std::atomic<bool>>;

// One piece of work whose progress the editor shows. Where it can't show any, reports go nowhere.
struct WorkDone {
  std::optional<protocol::ProgressToken> token;
  CancelFlag cancelled = std::make_shared<std::atomic<bool>>(false);  // set when the user cancels
};

// A yes or no of the user's.
struct Question {
  std::string title, message;
  std::string action;  // the button that says yes
};

// Invariant: sends a request only to a client that announced it. Touched on the loop's thread.
class Client {
 public:
  // `connection` must outlive it.
  explicit Client(rpc::Connection& connection) : connection_(connection) {}

  // What `initialize` said.
  void learn(const protocol::InitializeParams& params, const protocol::InitializationOptions& options);

  // The client sent `initialized`: before that LSP lets it hear of nothing.
  void begin_to_hear() { hears_ = true; }

  // Dropped before begin_to_hear(): a client asks for lists first, and is told of changes then.
  template <class Notification>
  void notify(const typename Notification::Params& params) {
    if (hears_) connection_.notify(Notification::kMethod, protocol::encode(params));
  }

  // Shows what would run and asks. By `window/showMessageRequest` where the client has no better way. kUnsupported where it
  // can't ask at all: then nothing runs.
  asio::awaitable<Result<bool>> confirm(launch::Preview preview);

  // A question that starts no program. As confirm().
  asio::awaitable<Result<bool>> agree(Question question);

  // Nothing: the user picked nothing. kUnsupported where the client can't ask.
  asio::awaitable<Result<std::optional<std::filesystem::path>>> pick_path(protocol::PickPathParams params);

  asio::awaitable<Result<void>> copy_text(std::string text);

  // Opens a text that is in no file. kUnsupported where the client can't.
  asio::awaitable<Result<void>> show_text(protocol::ShowTextParams params);

  // Opens a file. kUnsupported where the client can't.
  asio::awaitable<Result<void>> show_file(std::filesystem::path path);

  // Whether review() can be asked; otherwise the difference has to be shown by agree().
  bool can_review() const { return ui_.reviewChange.value_or(false); }

  // Shows how a file would change, and asks. The client writes nothing.
  asio::awaitable<Result<bool>> review(protocol::ReviewChangeParams params);

  // Nothing: the user gave no answer. kUnsupported where the client can't ask.
  asio::awaitable<Result<std::optional<std::string>>> ask_text(protocol::AskTextParams params);

  // The lesson's page, or its file where the client has no page.
  asio::awaitable<Result<void>> show_lesson(protocol::ShowLessonParams params, std::string file_uri);

  // Opens an https address in the user's browser.
  asio::awaitable<Result<void>> open_address(std::string address);

  asio::awaitable<WorkDone> begin_work(std::string title);
  void report_work(const WorkDone& work, std::string message, std::optional<std::uint32_t> percentage);
  void end_work(const WorkDone& work, std::string message);
  void cancel_work(const protocol::ProgressToken& token);

 private:
  // By `ui.confirm`, else by `text` in a message with two buttons, else kUnsupported with `refusal`.
  asio::awaitable<Result<bool>> accept(protocol::ConfirmParams params, std::string text, std::string refusal);

  // Sends a request and decodes its answer.
  template <class Method>
  asio::awaitable<Result<typename Method::Result>> ask(typename Method::Params params);

  rpc::Connection& connection_;
  protocol::UiCapabilities ui_;
  bool hears_ = false;
  bool shows_documents_ = false;
  bool shows_message_requests_ = false;
  bool shows_progress_ = false;
  std::int32_t last_token_ = 0;
  std::map<protocol::ProgressToken, CancelFlag> work_;
};

}  // namespace tt::server
