// What editors ask about the text of a lesson: completions, hovers, definitions, outline, links and quick fixes.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "authoring/completion.hpp"
#include "authoring/fixes.hpp"
#include "authoring/hover.hpp"
#include "authoring/outline.hpp"
#include "authoring/references.hpp"
#include "base/uri.hpp"
#include "handlers.hpp"
#include "server/convert.hpp"
#include "server/lesson_preview.hpp"
#include "server/progress.hpp"

namespace tt::server {
namespace {

constexpr char kQuickFix[] = "quickfix";

// Everything that a question about a text needs, held for the time of the answer.
struct Scene {
  DraftDocument draft;
  std::string text;
  lessons::Lesson lesson;
  authoring::Knowledge knowledge;
  authoring::TextPlaces places;

  Scene(DraftDocument document, std::string now, lessons::Lesson parsed)
      : draft(std::move(document)),
        text(std::move(now)),
        lesson(std::move(parsed)),
        knowledge(knowledge_of(*draft.draft->library, *draft.draft->pack, draft.file)),
        places(text) {}
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  authoring::Document document() const { return {text, &lesson}; }
};

// Runs `answer(scene)`, a Result, on the pool. For a document that isn't open, or no lesson, the answer is an empty one.
template <class Value, class Answer>
asio::awaitable<Result<Value>> answered(Daemon& daemon, std::optional<DraftDocument> draft, const OpenDocuments& documents,
                                        std::string uri, Answer answer) {
  const auto open = documents.find(uri);
  if (!draft || open == documents.end() || !draft->file.ends_with(".md")) co_return Value{};
  co_return co_await offload(daemon.pool,
                             [draft = std::move(*draft), text = open->second.text, answer = std::move(answer)]() -> Result<Value> {
                               Result<lessons::Lesson> lesson = lessons::parse_lesson(draft.file, text);
                               if (!lesson) return std::unexpected(lesson.error());
                               return answer(Scene(draft, text, std::move(*lesson)));
                             });
}

Result<std::size_t> offset_in(const Scene& scene, const protocol::Position& position) {
  if (const auto offset = scene.places.offset_of({position.line, position.character})) return *offset;
  return fail(ErrorKind::kInvalidArgument, fmt::format("The document has no line {}.", position.line));
}

protocol::CompletionItemKind kind_of(authoring::CompletionKind kind) {
  switch (kind) {
    case authoring::CompletionKind::kKey: return protocol::CompletionItemKind::kProperty;
    case authoring::CompletionKind::kValue: return protocol::CompletionItemKind::kValue;
    case authoring::CompletionKind::kChoice: return protocol::CompletionItemKind::kEnumMember;
    case authoring::CompletionKind::kCommand: return protocol::CompletionItemKind::kFunction;
    case authoring::CompletionKind::kArgument: return protocol::CompletionItemKind::kField;
    case authoring::CompletionKind::kLesson: return protocol::CompletionItemKind::kFile;
    case authoring::CompletionKind::kAnchor:
    case authoring::CompletionKind::kStep: return protocol::CompletionItemKind::kReference;
  }
  return protocol::CompletionItemKind::kValue;
}

std::optional<std::string> non_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

Result<std::vector<protocol::CompletionItem>> completions(const Scene& scene, const protocol::Position& position) {
  const Result<std::size_t> offset = offset_in(scene, position);
  if (!offset) return std::unexpected(offset.error());
  std::vector<protocol::CompletionItem> items;
  for (const authoring::Completion& found : authoring::complete(scene.document(), *offset, scene.knowledge)) {
    protocol::CompletionItem item;
    item.label = found.label;
    item.kind = kind_of(found.kind);
    item.detail = non_empty(found.detail);
    item.documentation = non_empty(found.documentation);
    item.textEdit = protocol::TextEdit{to_wire(scene.places.range_of(found.replaced)), found.text};
    // Editors compare this with the text in the range: where quotation marks are put in, the word alone is what is typed.
    if (found.text != found.label) item.filterText = found.label;
    items.push_back(std::move(item));
  }
  return items;
}

Result<std::optional<protocol::Hover>> hover(const Scene& scene, const protocol::Position& position) {
  const Result<std::size_t> offset = offset_in(scene, position);
  if (!offset) return std::unexpected(offset.error());
  const auto reference = authoring::reference_at(scene.document(), *offset, scene.knowledge);
  if (!reference) return std::nullopt;
  return protocol::Hover{{protocol::MarkupKind::kMarkdown, authoring::describe(*reference)},
                         to_wire(scene.places.range_of(reference->word))};
}

protocol::Location location_of(const authoring::Target& target) {
  const std::uint32_t line = target.line > 0 ? target.line - 1 : 0;
  return {uri::from_path(target.path), {{line, 0}, {line, 0}}};
}

Result<std::vector<protocol::Location>> definitions(const Scene& scene, const protocol::Position& position) {
  const Result<std::size_t> offset = offset_in(scene, position);
  if (!offset) return std::unexpected(offset.error());
  const auto reference = authoring::reference_at(scene.document(), *offset, scene.knowledge);
  const auto target = reference ? authoring::target_of(*reference, scene.knowledge) : std::nullopt;
  std::vector<protocol::Location> locations;
  if (target) locations.push_back(location_of(*target));
  return locations;
}

protocol::DocumentSymbol symbol_of(const Scene& scene, const authoring::Symbol& symbol) {
  protocol::DocumentSymbol out;
  out.name = symbol.name;
  out.detail = non_empty(symbol.detail);
  out.kind = symbol.is_step ? protocol::SymbolKind::kFunction : protocol::SymbolKind::kString;
  out.range = to_wire(scene.places.range_of(symbol.section));
  out.selectionRange = to_wire(scene.places.range_of(symbol.line));
  if (symbol.children.empty()) return out;
  out.children.emplace();
  for (const authoring::Symbol& child : symbol.children) out.children->push_back(symbol_of(scene, child));
  return out;
}

Result<std::vector<protocol::DocumentSymbol>> symbols(const Scene& scene) {
  std::vector<protocol::DocumentSymbol> out;
  for (const authoring::Symbol& symbol : authoring::outline(scene.document())) out.push_back(symbol_of(scene, symbol));
  return out;
}

Result<std::vector<protocol::DocumentLink>> links(const Scene& scene) {
  std::vector<protocol::DocumentLink> out;
  for (const authoring::DocumentLink& link : authoring::document_links(scene.document(), scene.knowledge)) {
    const std::string line = link.target.line > 0 ? fmt::format("#L{}", link.target.line) : std::string();
    out.push_back({to_wire(scene.places.range_of(link.span)), uri::from_path(link.target.path) + line, non_empty(link.tooltip)});
  }
  return out;
}

bool is_before(const protocol::Position& a, const protocol::Position& b) {
  return a.line < b.line || (a.line == b.line && a.character < b.character);
}

protocol::Any changes_of(const Scene& scene, const std::string& uri, const authoring::Fix& fix) {
  nlohmann::json edits = nlohmann::json::array();
  for (const authoring::TextEdit& edit : fix.edits) {
    edits.push_back(protocol::encode(protocol::TextEdit{to_wire(scene.places.range_of(edit.span)), edit.text}));
  }
  return protocol::Any(nlohmann::json{{uri, std::move(edits)}});
}

Result<std::vector<protocol::CodeAction>> quick_fixes(const Scene& scene, const protocol::CodeActionParams& params) {
  for (const protocol::Position& position : {params.range.start, params.range.end}) {
    if (const auto offset = offset_in(scene, position); !offset) return std::unexpected(offset.error());
  }
  std::vector<protocol::CodeAction> actions;
  const std::vector<lessons::Problem> problems = problems_of(*scene.draft.draft->pack, scene.draft.file);
  const std::vector<protocol::Diagnostic> diagnostics = diagnostics_of(scene.draft, scene.text);
  for (std::size_t i = 0; i < std::min(problems.size(), diagnostics.size()); ++i) {
    const protocol::Range& range = diagnostics[i].range;
    if (is_before(params.range.end, range.start) || is_before(range.end, params.range.start)) continue;
    const std::vector<authoring::Fix> fixes = authoring::fixes_of(problems[i], scene.document(), scene.knowledge);
    for (const authoring::Fix& fix : fixes) {
      protocol::CodeAction action{fix.title, kQuickFix, std::vector{diagnostics[i]}, {}, {}};
      if (fixes.size() == 1) action.isPreferred = true;
      action.edit = protocol::WorkspaceEdit{changes_of(scene, params.textDocument.uri, fix)};
      actions.push_back(std::move(action));
    }
  }
  return actions;
}

// Where a position is asked for, of what may be some keys old but for the text itself.
template <class Value, class Params, class Answer>
asio::awaitable<Result<Value>> at_position(Daemon& daemon, Drafts& drafts, const OpenDocuments& documents, Params params,
                                           Answer answer) {
  std::optional<DraftDocument> draft = co_await drafts.find(params.textDocument.uri);
  co_return co_await answered<Value>(daemon, std::move(draft), documents, params.textDocument.uri,
                                     [answer, position = params.position](const Scene& scene) { return answer(scene, position); });
}

asio::awaitable<Result<std::vector<protocol::DocumentSymbol>>> outline(Daemon& daemon, Drafts& drafts,
                                                                       const OpenDocuments& documents, std::string uri) {
  std::optional<DraftDocument> draft = co_await drafts.find(uri);
  co_return co_await answered<std::vector<protocol::DocumentSymbol>>(daemon, std::move(draft), documents, uri, symbols);
}

asio::awaitable<Result<std::vector<protocol::DocumentLink>>> document_links(Daemon& daemon, Drafts& drafts,
                                                                            const OpenDocuments& documents, std::string uri) {
  std::optional<DraftDocument> draft = co_await drafts.find(uri);
  co_return co_await answered<std::vector<protocol::DocumentLink>>(daemon, std::move(draft), documents, uri, links);
}

// The edits have to fit the text: the problems are looked for anew, and what is typed meanwhile makes them out of date.
asio::awaitable<Result<std::vector<protocol::CodeAction>>> code_actions(Daemon& daemon, Drafts& drafts,
                                                                        const OpenDocuments& documents,
                                                                        protocol::CodeActionParams params) {
  const std::string uri = params.textDocument.uri;
  const auto before = documents.find(uri);
  if (before == documents.end()) co_return std::vector<protocol::CodeAction>{};
  const std::int32_t version = before->second.version;
  std::optional<DraftDocument> draft = co_await drafts.load(uri);
  const auto after = documents.find(uri);
  if (after == documents.end() || after->second.version != version) co_return std::vector<protocol::CodeAction>{};
  co_return co_await answered<std::vector<protocol::CodeAction>>(
      daemon, std::move(draft), documents, uri, [params](const Scene& scene) { return quick_fixes(scene, params); });
}

asio::awaitable<Result<protocol::Lesson>> preview(Daemon& daemon, Drafts& drafts, const OpenDocuments& documents, std::string uri) {
  const std::optional<DraftDocument> draft = co_await drafts.load(uri);
  if (!draft || !documents.contains(uri) || !draft->file.ends_with(".md")) {
    co_return fail(ErrorKind::kNotFound, fmt::format("{} is not an open lesson.", uri));
  }
  if (draft->entry() == nullptr) {
    const std::vector<lessons::Problem> problems = problems_of(*draft->draft->pack, draft->file);
    co_return fail(ErrorKind::kTooLarge, problems.empty() ? std::string("The lesson can't be read.") : problems.front().message);
  }
  protocol::Lesson view = lesson_preview(*draft, *daemon.library);
  const packs::Pack& pack = *draft->draft->pack;
  view.summary.steps = co_await steps_of(daemon, LessonRef{&pack, draft->entry(), packs::manifest_of(pack, *draft->entry())});
  co_return view;
}

}  // namespace

void bind_authoring(Binder& binder, Daemon& daemon, Drafts& drafts, const OpenDocuments& documents) {
  binder.on_request<protocol::TextDocumentCompletion>([&](protocol::CompletionParams params) {
    return at_position<std::vector<protocol::CompletionItem>>(daemon, drafts, documents, std::move(params), completions);
  });
  binder.on_request<protocol::TextDocumentHover>([&](protocol::HoverParams params) {
    return at_position<std::optional<protocol::Hover>>(daemon, drafts, documents, std::move(params), hover);
  });
  binder.on_request<protocol::TextDocumentDefinition>([&](protocol::DefinitionParams params) {
    return at_position<std::vector<protocol::Location>>(daemon, drafts, documents, std::move(params), definitions);
  });
  binder.on_request<protocol::TextDocumentDocumentSymbol>([&](protocol::DocumentSymbolParams params) {
    return outline(daemon, drafts, documents, std::move(params.textDocument.uri));
  });
  binder.on_request<protocol::TextDocumentDocumentLink>([&](protocol::DocumentLinkParams params) {
    return document_links(daemon, drafts, documents, std::move(params.textDocument.uri));
  });
  binder.on_request<protocol::TextDocumentCodeAction>(
      [&](protocol::CodeActionParams params) { return code_actions(daemon, drafts, documents, std::move(params)); });
  binder.on_request<protocol::LessonPreview>(
      [&](protocol::LessonPreviewParams params) { return preview(daemon, drafts, documents, std::move(params.uri)); });
}

}  // namespace tt::server
