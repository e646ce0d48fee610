// Which pack an open document belongs to, and that pack as it would be if everything open in it were saved.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "library.hpp"
#include "open_documents.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {

struct DraftPack {
  std::shared_ptr<const Library> library;  // every loaded pack, this one as it is in the editor
  const packs::Pack* pack = nullptr;       // one of `library`
};

// One document of a draft pack.
struct DraftDocument {
  std::shared_ptr<const DraftPack> draft;
  std::string file;  // relative to the pack

  // Null for a manifest, and for a text that can't be read as a lesson.
  const lessons::LessonEntry* entry() const;
};

// By URI. What is open and no lesson or manifest isn't in it.
using DraftDocuments = std::map<std::string, DraftDocument>;

// Finds the packs of the documents named in `uris`, loads each of these packs once, and answers with every open document of theirs.
// A Markdown file belongs to a loaded pack above it, else to the nearest folder above it with a pack.yaml; without one it counts as
// a lesson by its front matter, and its folder is the pack. Blocks on the disk. `before` spares parsing what hasn't changed.
DraftDocuments load_drafts(const Library& loaded, const OpenDocuments& open, const std::vector<std::string>& uris,
                           const DraftDocuments& before);

// What the author of this document should mend, at most 500. `text` is the one that the draft was made of.
std::vector<protocol::Diagnostic> diagnostics_of(const DraftDocument& document, std::string_view text);

// The problems of one file of a pack, in the order of the text.
std::vector<lessons::Problem> problems_of(const packs::Pack& pack, std::string_view file);

}  // namespace tt::server
