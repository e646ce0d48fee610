#include "server/draft_packs.hpp"

#include <stdlib.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/uri.hpp"
#include "fixture.hpp"

using namespace tt;
namespace fs = std::filesystem;

namespace {

// Invariant: owns the folder `path`, which goes with it. In it is a pack with one lesson.
struct Scratch {
  fs::path path;
  Scratch() {
    std::string name = (fs::temp_directory_path() / "tt-drafts-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = fs::canonical(name);
    write("pack/pack.yaml", "pack: {id: p, title: P, version: 1.0.0}\nlessons: [{file: a.md}]\n");
    write("pack/a.md", "---\nid: a\ntitle: A\n---\n\n# On disk\n");
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { fs::remove_all(path); }

  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((path / file).parent_path());
    REQUIRE(write_file_atomically(path / file, text));
  }
  std::string uri(const std::string& file) const { return uri::from_path(path / file); }
};

std::vector<std::string> rules(const server::DraftDocument& document, std::string_view text) {
  std::vector<std::string> out;
  for (const auto& diagnostic : server::diagnostics_of(document, text)) out.push_back(diagnostic.code.value_or(""));
  return out;
}

using Rules = std::vector<std::string>;

}  // namespace

TEST_CASE("the open text counts, whether its pack is loaded or not") {
  const Scratch scratch;
  const std::string text = "---\nid: a\ntitle: A\n---\n\n# New\n\n[x](#gone) [y](command:tenstorrent.nobodys)\n";
  const std::string uri = scratch.uri("pack/a.md");
  for (const server::Library& loaded : {server::Library{}, server::load_library({scratch.path / "pack"})}) {
    const auto drafts = server::load_drafts(loaded, {{uri, {text, 1}}}, {uri}, {});
    REQUIRE(drafts.contains(uri));
    CHECK(drafts.at(uri).file == "a.md");
    REQUIRE(drafts.at(uri).entry() != nullptr);
    CHECK(drafts.at(uri).entry()->lesson.headings.front().text == "New");
    CHECK(rules(drafts.at(uri), text) == Rules{"dangling-anchor", "unknown-command"});
    const auto diagnostics = server::diagnostics_of(drafts.at(uri), text);
    CHECK(diagnostics.at(0).range == protocol::Range{{7, 4}, {7, 9}});
  }
}

TEST_CASE("an open manifest and its lessons are seen together") {
  const Scratch scratch;
  const std::string lesson = "---\nid: a\ntitle: A\n---\n[y](command:tenstorrent.mine)\n";
  const std::string manifest =
      "pack: {id: p, title: P, version: 1.0.0}\ncommands:\n  - {id: tenstorrent.mine, title: M, kind: job, argv: "
      "[/bin/echo]}\nwrong: 1\n";
  const std::string a = scratch.uri("pack/a.md"), yaml = scratch.uri("pack/pack.yaml");
  const server::OpenDocuments open = {{a, {lesson, 1}}, {yaml, {manifest, 1}}};
  const auto drafts = server::load_drafts({}, open, {yaml}, {});
  REQUIRE(drafts.size() == 2);
  CHECK(drafts.at(a).draft == drafts.at(yaml).draft);
  CHECK(rules(drafts.at(a), lesson) == Rules{});
  CHECK(rules(drafts.at(yaml), manifest) == Rules{"unknown-key"});
}

TEST_CASE("Markdown outside of packs is a lesson by its front matter, and only its own folder counts") {
  const Scratch scratch;
  scratch.write("loose/deep/other.md", "---\nid: other\ntitle: O\n---\n");
  const std::string lesson =
      "---\nid: x\ntitle: X\nsupportedHardware: [n150]\n---\n[y](command:tenstorrent.showLesson?[\"other\"])\n";
  const std::string uri = scratch.uri("loose/x.md"), plain = scratch.uri("loose/plain.md");
  const server::OpenDocuments open = {{uri, {lesson, 1}}, {plain, {"# Nothing of ours\n", 1}}, {"untitled:One", {lesson, 1}}};
  const auto drafts = server::load_drafts({}, open, {uri, plain, "untitled:One"}, {});
  REQUIRE(drafts.size() == 1);
  CHECK(drafts.at(uri).draft->pack->lessons.size() == 1);
  CHECK(rules(drafts.at(uri), lesson) == Rules{"dangling-lesson"});
}

TEST_CASE("a README within a pack is none of its lessons") {
  const Scratch scratch;
  const std::string uri = scratch.uri("pack/README.md");
  CHECK(server::load_drafts({}, {{uri, {"# Read me\n", 1}}}, {uri}, {}).empty());
}
