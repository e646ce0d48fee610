#include "draft_packs.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "authoring/text_places.hpp"
#include "base/log.hpp"
#include "base/uri.hpp"
#include "convert.hpp"
#include "lessons/front_matter.hpp"

namespace tt::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifestFile = "pack.yaml";
constexpr std::size_t kMostDiagnostics = 500;

struct Place {
  fs::path root;
  std::string file;  // relative to the root
  lessons::OverlayFiles::Folders folders = lessons::OverlayFiles::Folders::kAll;
};

std::optional<Place> below(const fs::path& root, const fs::path& path) {
  const std::string prefix = root.string() + "/";
  if (!path.string().starts_with(prefix)) return std::nullopt;
  return Place{root, path.string().substr(prefix.size())};
}

std::optional<Place> place_of(const Library& loaded, const std::string& uri, std::string_view text) {
  const Result<fs::path> named = uri::to_path(uri);
  std::error_code failure;
  const fs::path path = named ? fs::weakly_canonical(*named, failure) : fs::path();
  if (!named || failure || (path.extension() != ".md" && path.filename() != kManifestFile)) return std::nullopt;
  for (const packs::Pack& pack : loaded.packs) {
    if (auto place = below(pack.root, path)) return place;
  }
  for (fs::path folder = path.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    if (path == folder / kManifestFile || fs::exists(folder / kManifestFile, failure)) return below(folder, path);
  }
  if (!lessons::is_lesson(text)) return std::nullopt;
  auto place = below(path.parent_path(), path);
  if (place) place->folders = lessons::OverlayFiles::Folders::kNone;
  return place;
}

// The same pack as it was loaded before, as a draft or from the disk.
const packs::Pack* loaded_before(const Library& loaded, const DraftDocuments& before, const fs::path& root) {
  for (const auto& [uri, document] : before) {
    if (document.draft->pack->root == root) return document.draft->pack;
  }
  const auto found = std::ranges::find(loaded.packs, root, &packs::Pack::root);
  return found == loaded.packs.end() ? nullptr : &*found;
}

bool is_known(const packs::Pack& pack, const std::string& file) {
  return file == kManifestFile || std::ranges::find(pack.lessons, file, &lessons::LessonEntry::file) != pack.lessons.end() ||
         std::ranges::find(pack.problems, file, &lessons::Problem::file) != pack.problems.end();
}

protocol::DiagnosticSeverity severity_of(lessons::Severity severity) {
  switch (severity) {
    case lessons::Severity::kError: return protocol::DiagnosticSeverity::kError;
    case lessons::Severity::kWarning: return protocol::DiagnosticSeverity::kWarning;
    case lessons::Severity::kInfo: return protocol::DiagnosticSeverity::kInformation;
  }
  return protocol::DiagnosticSeverity::kInformation;
}

}  // namespace

const lessons::LessonEntry* DraftDocument::entry() const {
  const auto found = std::ranges::find(draft->pack->lessons, file, &lessons::LessonEntry::file);
  return found == draft->pack->lessons.end() ? nullptr : &*found;
}

DraftDocuments load_drafts(const Library& loaded, const OpenDocuments& open, const std::vector<std::string>& uris,
                           const DraftDocuments& before) {
  std::map<std::string, Place> places;
  for (const auto& [uri, document] : open) {
    if (auto place = place_of(loaded, uri, document.text)) places.emplace(uri, std::move(*place));
  }
  std::set<fs::path> roots;
  for (const std::string& uri : uris) {
    if (const auto place = places.find(uri); place != places.end()) roots.insert(place->second.root);
  }
  DraftDocuments documents;
  for (const fs::path& root : roots) {
    packs::Draft texts;
    for (const auto& [uri, place] : places) {
      if (place.root != root) continue;
      texts.texts[place.file] = open.at(uri).text;
      texts.folders = place.folders;
    }
    Result<Library> library = load_draft(loaded, root, texts, loaded_before(loaded, before, root));
    if (!library) {
      log::info("a lesson in {} can't be checked: {}", root.string(), library.error().message);
      continue;
    }
    auto draft = std::make_shared<DraftPack>();
    draft->library = std::make_shared<const Library>(std::move(*library));
    draft->pack = &*std::ranges::find(draft->library->packs, root, &packs::Pack::root);
    for (const auto& [uri, place] : places) {
      if (place.root == root && is_known(*draft->pack, place.file)) documents[uri] = {draft, place.file};
    }
  }
  return documents;
}

std::vector<lessons::Problem> problems_of(const packs::Pack& pack, std::string_view file) {
  std::vector<lessons::Problem> own;
  std::ranges::copy_if(pack.problems, std::back_inserter(own), [&](const auto& problem) { return problem.file == file; });
  lessons::sort_by_line(own);
  return own;
}

std::vector<protocol::Diagnostic> diagnostics_of(const DraftDocument& document, std::string_view text) {
  const authoring::TextPlaces places(text);
  std::vector<protocol::Diagnostic> diagnostics;
  for (const lessons::Problem& problem : problems_of(*document.draft->pack, document.file)) {
    if (diagnostics.size() == kMostDiagnostics) break;
    protocol::Diagnostic diagnostic;
    diagnostic.range = to_wire(places.range_of(authoring::place_of(problem, places)));
    diagnostic.severity = severity_of(problem.severity);
    diagnostic.code = problem.rule;
    diagnostic.source = "tt-bringup";
    diagnostic.message = problem.message;
    diagnostics.push_back(std::move(diagnostic));
  }
  return diagnostics;
}

}  // namespace tt::server
