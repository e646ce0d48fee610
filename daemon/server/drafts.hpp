// Lessons and manifests while they are written: tells the client what to mend in them, a moment after the last key.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client.hpp"
#include "daemon.hpp"
#include "draft_packs.hpp"
#include "open_documents.hpp"

namespace tt::server {

// Invariant: the client has been told of a lesson's or manifest's problems as of a text that it had, and of none of a closed one;
// the last text always gets its turn. Touched on the loop's thread; the references must outlive it and the daemon's background
// work. Source files have diagnostics, too (job_diagnostics.hpp): no job reports any in a lesson or a manifest.
class Drafts {
 public:
  Drafts(Daemon& daemon, Client& client, const OpenDocuments& open);

  void changed(const std::string& uri);
  void closed(const std::string& uri);
  // Other packs, or other files of them, are on the disk.
  void packs_changed();

  // The document as its pack was when it was last looked at, which may be some keys ago. Nothing for one that isn't open, or no
  // lesson.
  asio::awaitable<std::optional<DraftDocument>> find(std::string uri);
  // The same as of now.
  asio::awaitable<std::optional<DraftDocument>> load(std::string uri);

 private:
  asio::awaitable<void> follow();
  asio::awaitable<DraftDocuments> look_at(std::vector<std::string> uris);
  void tell(const std::vector<std::string>& uris, const DraftDocuments& found, const OpenDocuments& texts);

  Daemon& daemon_;
  Client& client_;
  const OpenDocuments& open_;
  Signal typed_;
  std::set<std::string> dirty_;  // to be looked at
  std::set<std::string> told_;   // the client shows something for them
  DraftDocuments known_;
  bool following_ = false;
};

}  // namespace tt::server
