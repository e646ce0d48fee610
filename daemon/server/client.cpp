#include "client.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "base/uri.hpp"
#include "convert.hpp"
#include "errors.hpp"

namespace tt::server {
namespace {

constexpr std::string_view kRun = "Run";

// The preview as one text, for clients that have nothing but a message to show.
std::string as_text(const launch::Preview& preview) {
  const std::string environment =
      preview.environment.empty() ? std::string() : fmt::format("with {}\n", fmt::join(preview.environment, " "));
  return fmt::format("{} would run:\n  {}\nin {}\n{}card: {}\ndeclared by {}", preview.title, fmt::join(preview.argv, "\n  "),
                     preview.cwd, environment, preview.device, preview.pack);
}

Error cant(std::string_view what) { return {ErrorKind::kUnsupported, fmt::format("This editor can't {}.", what), {}}; }

}  // namespace

void Client::learn(const protocol::InitializeParams& params, const protocol::InitializationOptions& options) {
  ui_ = options.ui.value_or(protocol::UiCapabilities{});
  const auto window = params.capabilities.window.value_or(protocol::WindowClientCapabilities{});
  shows_documents_ = window.showDocument && window.showDocument->support;
  shows_message_requests_ = window.showMessage.has_value();
  shows_progress_ = window.workDoneProgress.value_or(false);
}

template <class Method>
asio::awaitable<Result<typename Method::Result>> Client::ask(typename Method::Params params) {
  rpc::Reply reply = co_await connection_.call(std::string(Method::kMethod), protocol::encode(params));
  if (const auto* error = std::get_if<rpc::RpcError>(&reply)) co_return std::unexpected(from_rpc_error(*error));
  if constexpr (std::is_same_v<typename Method::Result, std::nullptr_t>) {
    co_return nullptr;  // whatever was sent in its place
  } else {
    co_return protocol::decode<typename Method::Result>(std::get<rpc::Json>(reply), "result");
  }
}

asio::awaitable<Result<bool>> Client::confirm(launch::Preview preview) {
  const std::string text = as_text(preview);
  const std::string title = preview.title;
  co_return co_await accept({title, to_wire(preview), {}, std::string(kRun)}, text,
                            "This editor can't ask whether a command may run, so nothing was run.");
}

asio::awaitable<Result<bool>> Client::agree(Question question) {
  const std::string text = question.title + "\n\n" + question.message;
  co_return co_await accept({question.title, {}, question.message, question.action}, text,
                            fmt::format("This editor can't ask the user, and this needs a yes: {}", question.title));
}

asio::awaitable<Result<bool>> Client::accept(protocol::ConfirmParams params, std::string text, std::string refusal) {
  if (ui_.confirm.value_or(false)) {
    const Result<protocol::ConfirmResult> answer = co_await ask<protocol::UiConfirm>(std::move(params));
    if (!answer) co_return std::unexpected(answer.error());
    co_return answer->accepted;
  }
  if (!shows_message_requests_)
    co_return fail(ErrorKind::kUnsupported, std::move(refusal),
                   "Its client has to announce `window.showMessage` or `ui.confirm`; `tt-bringup run` asks in a terminal.");
  const std::string yes = params.action;
  protocol::ShowMessageRequestParams question{protocol::MessageType::kInfo, std::move(text),
                                              std::vector<protocol::MessageActionItem>{{yes}, {"Cancel"}}};
  const auto answer = co_await ask<protocol::WindowShowMessageRequest>(std::move(question));
  if (!answer) co_return std::unexpected(answer.error());
  co_return answer->has_value() && (*answer)->title == yes;
}

asio::awaitable<Result<std::optional<std::filesystem::path>>> Client::pick_path(protocol::PickPathParams params) {
  if (!ui_.pickPath.value_or(false)) co_return std::unexpected(cant("ask for a folder or file"));
  const Result<protocol::PickPathResult> answer = co_await ask<protocol::UiPickPath>(std::move(params));
  if (!answer) co_return std::unexpected(answer.error());
  if (!answer->uri) co_return std::nullopt;
  Result<std::filesystem::path> path = uri::to_path(*answer->uri);
  if (!path) co_return std::unexpected(path.error());
  co_return std::move(*path);
}

asio::awaitable<Result<void>> Client::copy_text(std::string text) {
  if (!ui_.copyText.value_or(false)) co_return std::unexpected(cant("put text on the clipboard"));
  const auto answer = co_await ask<protocol::UiCopyText>({std::move(text)});
  if (!answer) co_return std::unexpected(answer.error());
  co_return Result<void>{};
}

asio::awaitable<Result<void>> Client::show_text(protocol::ShowTextParams params) {
  if (!ui_.showText.value_or(false)) co_return std::unexpected(cant("show a text for the daemon"));
  const auto answer = co_await ask<protocol::UiShowText>(std::move(params));
  if (!answer) co_return std::unexpected(answer.error());
  co_return Result<void>{};
}

asio::awaitable<Result<bool>> Client::review(protocol::ReviewChangeParams params) {
  if (!can_review()) co_return std::unexpected(cant("show a change for the daemon"));
  const auto answer = co_await ask<protocol::UiReviewChange>(std::move(params));
  if (!answer) co_return std::unexpected(answer.error());
  co_return answer->accepted;
}

asio::awaitable<Result<std::optional<std::string>>> Client::ask_text(protocol::AskTextParams params) {
  if (!ui_.askText.value_or(false)) co_return std::unexpected(cant("ask for a value"));
  Result<protocol::AskTextResult> answer = co_await ask<protocol::UiAskText>(std::move(params));
  if (!answer) co_return std::unexpected(answer.error());
  co_return std::move(answer->value);
}

asio::awaitable<Result<void>> Client::show_file(std::filesystem::path path) {
  if (!shows_documents_) co_return std::unexpected(cant("open a file for the daemon"));
  protocol::ShowDocumentParams document;
  document.uri = uri::from_path(path);
  const auto answer = co_await ask<protocol::WindowShowDocument>(std::move(document));
  if (!answer) co_return std::unexpected(answer.error());
  if (!answer->success) co_return fail(ErrorKind::kUnsupported, fmt::format("The editor could not open {}.", path.string()));
  co_return Result<void>{};
}

asio::awaitable<Result<void>> Client::show_lesson(protocol::ShowLessonParams params, std::string file_uri) {
  if (ui_.showLesson.value_or(false)) {
    const auto answer = co_await ask<protocol::UiShowLesson>(std::move(params));
    if (!answer) co_return std::unexpected(answer.error());
    co_return Result<void>{};
  }
  if (!shows_documents_) co_return std::unexpected(cant("open a file for the daemon"));
  protocol::ShowDocumentParams document;
  document.uri = std::move(file_uri);
  const auto answer = co_await ask<protocol::WindowShowDocument>(std::move(document));
  if (!answer) co_return std::unexpected(answer.error());
  if (!answer->success) co_return fail(ErrorKind::kUnsupported, "The editor could not open the lesson's file.");
  co_return Result<void>{};
}

asio::awaitable<Result<void>> Client::open_address(std::string address) {
  if (!shows_documents_) {
    co_return fail(ErrorKind::kUnsupported, "This editor can't open a browser for the daemon.", "Open " + address + " yourself.");
  }
  protocol::ShowDocumentParams document;
  document.uri = address;
  document.external = true;
  const auto answer = co_await ask<protocol::WindowShowDocument>(std::move(document));
  if (!answer) co_return std::unexpected(answer.error());
  if (!answer->success) co_return fail(ErrorKind::kDeclined, "The address was not opened.", "It is " + address + ".");
  co_return Result<void>{};
}

asio::awaitable<WorkDone> Client::begin_work(std::string title) {
  WorkDone work;
  if (!shows_progress_) co_return work;
  const protocol::ProgressToken token = ++last_token_;
  if (!co_await ask<protocol::WindowWorkDoneProgressCreate>({token})) co_return work;
  work.token = token;
  work_[token] = work.cancelled;
  protocol::WorkDoneProgressBegin begin;
  begin.kind = "begin";
  begin.title = std::move(title);
  begin.cancellable = true;
  notify<protocol::Progress>({token, protocol::Any(protocol::encode(begin))});
  co_return work;
}

void Client::report_work(const WorkDone& work, std::string message, std::optional<std::uint32_t> percentage) {
  if (!work.token) return;
  protocol::WorkDoneProgressReport report;
  report.kind = "report";
  report.message = std::move(message);
  report.percentage = percentage;
  notify<protocol::Progress>({*work.token, protocol::Any(protocol::encode(report))});
}

void Client::end_work(const WorkDone& work, std::string message) {
  if (!work.token) return;
  work_.erase(*work.token);
  protocol::WorkDoneProgressEnd end;
  end.kind = "end";
  end.message = std::move(message);
  notify<protocol::Progress>({*work.token, protocol::Any(protocol::encode(end))});
}

void Client::cancel_work(const protocol::ProgressToken& token) {
  const auto found = work_.find(token);
  if (found != work_.end()) *found->second = true;
}

}  // namespace tt::server
