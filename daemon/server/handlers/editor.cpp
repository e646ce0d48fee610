// Documents that are open in the editor, and the lenses over them.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/uri.hpp"
#include "handlers.hpp"
#include "pytests/find.hpp"
#include "server/lesson_view.hpp"

namespace tt::server {
namespace {

// The extension's command for a file of the user's own; another editor maps it to tenstorrent/job/start.
constexpr char kRunOnDevice[] = "tenstorrent.ui.runOnDevice";
constexpr char kOpenLessonAction[] = "openLesson";
constexpr std::size_t kLargestDocument = 4u << 20;

protocol::Range line_range(std::uint32_t line) { return {{line, 0}, {line, 0}}; }

protocol::CodeLens run_lens(const std::string& uri, const std::string& function, std::uint32_t line) {
  const nlohmann::json target = {{"uri", uri}, {"function", function}, {"pytest", true}};
  return {line_range(line),
          protocol::CodeLensCommand{"Run on device", kRunOnDevice, std::vector<protocol::Any>{protocol::Any(target)}}};
}

// Over each test of a file that uses ttnn or lies in tt-metal: elsewhere pytest is none of our business.
std::vector<protocol::CodeLens> python_lenses(const std::string& uri, const std::string& text, const std::string& tt_metal) {
  const Result<std::filesystem::path> path = uri::to_path(uri);
  const bool in_tt_metal = path && path->string().starts_with(tt_metal + '/');
  std::vector<protocol::CodeLens> lenses;
  if (!in_tt_metal && !pytests::uses_ttnn(text)) return lenses;
  for (const pytests::TestFunction& test : pytests::find_tests(text)) lenses.push_back(run_lens(uri, test.name, test.line));
  return lenses;
}

// Over each command link of a lesson, for editors without a lesson page.
// What comes back from a lens can't be told from the user's own words. A job is shown and asked about before it runs, an action
// isn't: with a lesson's arguments only one that shows something may be offered.
bool is_lens_safe(const lessons::CommandLink& link, const commands::CommandTable& commands) {
  const commands::CommandSpec& command = commands.find(link.command)->spec;
  return command.kind == commands::CommandKind::kJob || link.arguments_json.empty() || command.action == kOpenLessonAction;
}

std::vector<protocol::CodeLens> lesson_lenses(const LessonRef& lesson, const commands::CommandTable& commands) {
  std::vector<protocol::CodeLens> lenses;
  for (const lessons::CommandLink& link : lesson.entry->lesson.links) {
    if (!wish_of_link(lesson, commands, link.id) || !is_lens_safe(link, commands)) continue;
    std::vector<protocol::Any> arguments;
    const nlohmann::json given = nlohmann::json::parse(link.arguments_json, nullptr, false);
    if (given.is_array()) {
      for (const nlohmann::json& argument : given) arguments.emplace_back(argument);
    } else if (given.is_object()) {
      arguments.emplace_back(given);
    }
    lenses.push_back(
        {line_range(link.line > 0 ? link.line - 1 : 0), protocol::CodeLensCommand{link.label, link.command, arguments}});
  }
  return lenses;
}

asio::awaitable<Result<std::vector<protocol::CodeLens>>> lenses(Daemon& daemon, OpenDocuments& documents,
                                                                protocol::CodeLensParams params) {
  co_await daemon.packs_loaded();
  const std::shared_ptr<const Library> library = daemon.library;
  const std::string uri = params.textDocument.uri;
  if (const Result<std::filesystem::path> path = uri::to_path(uri)) {
    if (const auto lesson = find_lesson_by_path(*library, *path)) co_return lesson_lenses(*lesson, library->commands);
  }
  const std::string tt_metal = co_await tt_metal_path(daemon);
  const auto document = documents.find(uri);
  if (document == documents.end() || !uri.ends_with(".py")) co_return std::vector<protocol::CodeLens>{};
  co_return python_lenses(uri, document->second.text, tt_metal);
}

}  // namespace

void bind_editor(Binder& binder, Daemon& daemon, OpenDocuments& documents, Drafts& drafts) {
  const auto take = [&documents, &drafts](const std::string& uri, std::string text, std::int32_t version) {
    if (text.size() > kLargestDocument) {
      documents.erase(uri);
      drafts.closed(uri);
      return;
    }
    documents[uri] = {std::move(text), version};
    drafts.changed(uri);
  };
  binder.on_notification<protocol::TextDocumentDidOpen>([take](protocol::DidOpenTextDocumentParams params) {
    take(params.textDocument.uri, std::move(params.textDocument.text), params.textDocument.version);
  });
  binder.on_notification<protocol::TextDocumentDidChange>([take](protocol::DidChangeTextDocumentParams params) {
    // Full synchronisation: the last change is the whole text.
    if (params.contentChanges.empty()) return;
    take(params.textDocument.uri, std::move(params.contentChanges.back().text), params.textDocument.version);
  });
  binder.on_notification<protocol::TextDocumentDidClose>([&documents, &drafts](protocol::DidCloseTextDocumentParams params) {
    documents.erase(params.textDocument.uri);
    drafts.closed(params.textDocument.uri);
  });
  binder.on_request<protocol::TextDocumentCodeLens>(
      [&daemon, &documents](protocol::CodeLensParams params) { return lenses(daemon, documents, std::move(params)); });
}

}  // namespace tt::server
