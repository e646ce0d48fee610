#include "drafts.hpp"

#include "base/clock.hpp"

namespace tt::server {
namespace {

constexpr auto kPause = std::chrono::milliseconds(150);
constexpr std::int64_t kLongestWaitNs = 1'000'000'000;  // somebody who never pauses is told all the same

// By its name; whether it is one, load_drafts tells.
bool could_be_ours(std::string_view uri) { return uri.ends_with(".md") || uri.ends_with("/pack.yaml"); }

// The texts of other documents aren't carried to the pool with each key.
OpenDocuments ours(const OpenDocuments& open) {
  OpenDocuments out;
  for (const auto& [uri, document] : open) {
    if (could_be_ours(uri)) out.emplace(uri, document);
  }
  return out;
}

}  // namespace

Drafts::Drafts(Daemon& daemon, Client& client, const OpenDocuments& open)
    : daemon_(daemon), client_(client), open_(open), typed_(daemon.executor) {}

void Drafts::changed(const std::string& uri) {
  if (!could_be_ours(uri)) return;
  dirty_.insert(uri);
  typed_.notify_all();
  if (following_) return;
  following_ = true;
  daemon_.background.start("drafts", follow());
}

void Drafts::closed(const std::string& uri) {
  dirty_.erase(uri);
  known_.erase(uri);
  if (told_.erase(uri) > 0) client_.notify<protocol::TextDocumentPublishDiagnostics>({uri, {}, {}});
}

void Drafts::packs_changed() {
  for (const auto& [uri, document] : open_) changed(uri);
}

asio::awaitable<void> Drafts::follow() {
  // Whatever ends it, the next key begins it again.
  struct Leave {
    bool& following;
    ~Leave() { following = false; }
  } leave{following_};
  while (!dirty_.empty()) {
    const std::int64_t begun = clock::boottime_ns();
    while (co_await typed_.wait_for(kPause) && clock::boottime_ns() - begun < kLongestWaitNs) {
    }
    co_await daemon_.packs_loaded();
    const std::vector<std::string> uris(dirty_.begin(), dirty_.end());
    dirty_.clear();
    const OpenDocuments texts = ours(open_);
    const DraftDocuments found = co_await look_at(uris);
    tell(uris, found, texts);
  }
}

asio::awaitable<DraftDocuments> Drafts::look_at(std::vector<std::string> uris) {
  DraftDocuments found = co_await offload(daemon_.pool, [library = daemon_.library, open = ours(open_), uris, before = known_] {
    return load_drafts(*library, open, uris, before);
  });
  for (const auto& [uri, document] : found) {
    if (open_.contains(uri)) known_[uri] = document;
  }
  for (const std::string& uri : uris) {
    if (!found.contains(uri)) known_.erase(uri);
  }
  co_return found;
}

void Drafts::tell(const std::vector<std::string>& uris, const DraftDocuments& found, const OpenDocuments& texts) {
  for (const auto& [uri, document] : found) {
    const auto open = open_.find(uri);
    const auto looked_at = texts.find(uri);
    if (open == open_.end() || looked_at == texts.end()) continue;
    told_.insert(uri);
    client_.notify<protocol::TextDocumentPublishDiagnostics>(
        {uri, looked_at->second.version, diagnostics_of(document, looked_at->second.text)});
  }
  for (const std::string& uri : uris) {
    // What was a lesson until now.
    if (!found.contains(uri) && told_.erase(uri) > 0) client_.notify<protocol::TextDocumentPublishDiagnostics>({uri, {}, {}});
  }
}

asio::awaitable<std::optional<DraftDocument>> Drafts::find(std::string uri) {
  if (const auto known = known_.find(uri); known != known_.end()) co_return known->second;
  co_return co_await load(std::move(uri));
}

asio::awaitable<std::optional<DraftDocument>> Drafts::load(std::string uri) {
  co_await daemon_.packs_loaded();
  if (!open_.contains(uri)) co_return std::nullopt;
  const DraftDocuments found = co_await look_at({uri});
  const auto document = found.find(uri);
  if (document == found.end()) co_return std::nullopt;
  co_return document->second;
}

}  // namespace tt::server
