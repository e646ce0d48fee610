#include "packs/pack.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include "base/files.hpp"

using namespace tt;
namespace fs = std::filesystem;

namespace {

// Invariant: owns the folder `path`, which goes with it.
struct Scratch {
  fs::path path;
  Scratch() {
    std::string name = (fs::temp_directory_path() / "tt-packs-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = fs::canonical(name);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { fs::remove_all(path); }

  void write(const std::string& file, std::string_view text) const {
    fs::create_directories((path / file).parent_path());
    REQUIRE(write_file_atomically(path / file, text));
  }
  packs::Pack load() const {
    Result<packs::Pack> pack = packs::load_pack(path);
    REQUIRE_MESSAGE(pack.has_value(), pack.error().message);
    return std::move(*pack);
  }
};

constexpr char kHead[] = "pack: {id: p, title: A pack, version: 1.0.0}\n";

std::string lesson(const std::string& id) { return "---\nid: " + id + "\ntitle: " + id + "\n---\n\n# " + id + "\n"; }

bool has_problem(const packs::Pack& pack, std::string_view rule, std::string_view file) {
  return std::ranges::any_of(pack.problems,
                             [&](const lessons::Problem& problem) { return problem.rule == rule && problem.file == file; });
}

}  // namespace

TEST_CASE("a folder of lessons without a manifest is a pack that declares nothing") {
  const Scratch scratch;
  scratch.write("b.md", lesson("b"));
  scratch.write("deep/a.md", lesson("a"));
  const packs::Pack pack = scratch.load();
  CHECK(pack.lessons.size() == 2);
  CHECK(pack.manifest.commands.empty());
  CHECK(pack.manifest_revision.empty());
  CHECK(pack.info.id == scratch.path.filename());
  CHECK_FALSE(has_problem(pack, "manifest-unreadable", "pack.yaml"));
  CHECK(packs::manifest_of(pack, pack.lessons[0]) == nullptr);
  CHECK(packs::revision_of(pack, pack.lessons[0]) == pack.lessons[0].lesson.revision);
}

TEST_CASE("a manifest that can't be read is a problem, and the lessons load") {
  const std::string bad[] = {"pack: [", "pack: &a {id: p}\nlessons: *a\n", "", "commands: []\n", std::string(300'000, '#')};
  for (const std::string& manifest : bad) {
    CAPTURE(manifest.substr(0, 20));
    const Scratch scratch;
    scratch.write("pack.yaml", manifest);
    scratch.write("a.md", lesson("a"));
    const packs::Pack pack = scratch.load();
    CHECK(pack.lessons.size() == 1);
    CHECK(pack.manifest.commands.empty());
    CHECK(std::ranges::any_of(pack.problems,
                              [](const auto& p) { return p.file == "pack.yaml" && p.severity == lessons::Severity::kError; }));
  }
}

TEST_CASE("the manifest orders the lessons, in the folder `lessons` too, and gives them their steps") {
  const Scratch scratch;
  scratch.write("pack.yaml", std::string(kHead) + "lessons: [{file: second.md}, {file: first.md}]\n");
  scratch.write("lessons/first.md", lesson("first"));
  scratch.write("lessons/second.md", lesson("second"));
  scratch.write("lessons/another.md", lesson("another"));
  const packs::Pack pack = scratch.load();
  REQUIRE(pack.lessons.size() == 3);
  CHECK(pack.info.title == "A pack");
  CHECK(packs::manifest_of(pack, pack.lessons.back()) == nullptr);
  const auto named = std::ranges::find(pack.lessons, "lessons/first.md", &lessons::LessonEntry::file);
  REQUIRE(named != pack.lessons.end());
  CHECK(packs::manifest_of(pack, *named) == &pack.manifest.lessons[1]);
  CHECK(pack.lessons[0].file == "lessons/second.md");
  CHECK(pack.lessons[1].file == "lessons/first.md");
}

TEST_CASE("a lesson that the manifest names and that isn't there is an error of the manifest") {
  const Scratch scratch;
  scratch.write("pack.yaml", std::string(kHead) + "lessons: [{file: gone.md}]\n");
  const packs::Pack pack = scratch.load();
  CHECK(pack.lessons.empty());
  CHECK(has_problem(pack, "missing-lesson", "pack.yaml"));
}

TEST_CASE("a lesson that is too large is a problem, and the others load") {
  const Scratch scratch;
  scratch.write("a.md", lesson("a"));
  scratch.write("large.md", std::string(lessons::kLessonLimit + 1, 'x'));
  const packs::Pack pack = scratch.load();
  REQUIRE(pack.lessons.size() == 1);
  CHECK(has_problem(pack, "lesson-unreadable", "large.md"));
}

TEST_CASE("a link out of the pack is no lesson of it") {
  const Scratch outside, scratch;
  outside.write("secret.md", lesson("secret"));
  scratch.write("a.md", lesson("a"));
  fs::create_symlink(outside.path / "secret.md", scratch.path / "secret.md");
  fs::create_directory_symlink(outside.path, scratch.path / "folder");
  CHECK(scratch.load().lessons.size() == 1);
}

TEST_CASE("a folder that isn't there is none, and a file isn't one either") {
  const Scratch scratch;
  scratch.write("file", "text");
  CHECK(packs::load_pack(scratch.path / "missing").error().kind == ErrorKind::kNotFound);
  CHECK_FALSE(packs::load_pack(scratch.path / "file").has_value());
}

TEST_CASE("packs are the folder itself, or those right beneath it, by name") {
  const Scratch scratch;
  scratch.write("b/pack.yaml", kHead);
  scratch.write("a/pack.yaml", kHead);
  scratch.write("c/lesson.md", "text");
  scratch.write("d/e/pack.yaml", kHead);
  CHECK(packs::find_packs(scratch.path) == std::vector<fs::path>{scratch.path / "a", scratch.path / "b"});
  CHECK(packs::find_packs(scratch.path / "a") == std::vector<fs::path>{scratch.path / "a"});
  CHECK(packs::find_packs(scratch.path / "missing").empty());
}

TEST_CASE("a revision changes with the lesson and with the manifest, and with nothing else") {
  const Scratch scratch;
  scratch.write("pack.yaml", kHead);
  scratch.write("a.md", lesson("a"));
  const auto revision = [&] {
    const packs::Pack pack = scratch.load();
    return packs::revision_of(pack, pack.lessons.at(0));
  };
  const std::string before = revision();
  CHECK(revision() == before);
  scratch.write("other.txt", "text");
  CHECK(revision() == before);
  scratch.write("pack.yaml", std::string(kHead) + "# a word\n");
  const std::string with_word = revision();
  CHECK(with_word != before);
  scratch.write("a.md", lesson("a") + "More.\n");
  CHECK(revision() != with_word);
}

TEST_CASE("a folder with neither a lesson nor a command isn't a sound pack") {
  const Scratch scratch;
  CHECK(has_problem(scratch.load(), "empty-pack", "pack.yaml"));
  scratch.write("a.md", lesson("a"));
  CHECK_FALSE(has_problem(scratch.load(), "empty-pack", "pack.yaml"));
}

TEST_CASE("a picture that isn't a file of the pack has no path, however it is spelt") {
  const Scratch scratch;
  scratch.write("pack/real.png", "picture");
  scratch.write("pack/a&b.png", "picture");
  scratch.write("outside.png", "secret");
  fs::create_symlink("../outside.png", scratch.path / "pack/link.png");
  fs::create_directory_symlink("..", scratch.path / "pack/up");
  scratch.write("pack/a.md", lesson("a") +
                                 "\n![here](real.png) ![and](a&b.png) ![link](link.png) ![up](up/outside.png)\n\n"
                                 "![again](link.png) ![gone](gone.png) ` data-path=\"link.png\"`\n");
  const Result<packs::Pack> pack = packs::load_pack(scratch.path / "pack");
  REQUIRE(pack.has_value());
  const std::string& html = pack->lessons.at(0).lesson.html;
  CHECK(html.contains("<img data-path=\"real.png\" alt=\"here\">"));
  CHECK(html.contains("<img data-path=\"a&amp;b.png\" alt=\"and\">"));
  for (const char* alt : {"link", "up", "again", "gone"}) CHECK(html.contains(std::string("<img alt=\"") + alt + "\">"));
  CHECK(html.contains("data-path=&quot;link.png&quot;"));
}

TEST_CASE("a pack that is loaded again is what it would be if it were loaded for the first time") {
  const Scratch scratch;
  scratch.write("same.md", lesson("same") + "\n![here](real.png) ![gone](gone.png)\n");
  scratch.write("changed.md", lesson("changed"));
  scratch.write("real.png", "picture");
  const packs::Pack before = scratch.load();
  scratch.write("changed.md", lesson("changed") + "\nMore.\n");
  scratch.write("new.md", lesson("new"));
  scratch.write("gone.png", "picture");
  fs::remove(scratch.path / "real.png");
  const Result<packs::Pack> again = packs::load_pack(scratch.path, &before);
  REQUIRE(again.has_value());
  const packs::Pack anew = scratch.load();
  REQUIRE(again->lessons.size() == anew.lessons.size());
  for (std::size_t i = 0; i < anew.lessons.size(); ++i) {
    CHECK(again->lessons[i].file == anew.lessons[i].file);
    CHECK(again->lessons[i].lesson.html == anew.lessons[i].lesson.html);
    CHECK(again->lessons[i].lesson.revision == anew.lessons[i].lesson.revision);
  }
  CHECK(again->problems.size() == anew.problems.size());
}

TEST_CASE("the folders to watch are the pack's own, without hidden ones and links") {
  const Scratch scratch;
  scratch.write("pack/lessons/a.md", lesson("a"));
  scratch.write("pack/images/deep/x.png", "picture");
  scratch.write("pack/.git/objects/x", "object");
  scratch.write("outside/b.md", lesson("b"));
  fs::create_directory_symlink("../outside", scratch.path / "pack/link");
  const Result<packs::Pack> pack = packs::load_pack(scratch.path / "pack");
  REQUIRE(pack.has_value());
  std::vector<fs::path> folders = packs::folders_of(*pack);
  std::ranges::sort(folders);
  const fs::path root = scratch.path / "pack";
  CHECK(folders == std::vector<fs::path>{root, root / "images", root / "images/deep", root / "lessons"});
}

TEST_CASE("a registry orders the lessons and fills in what they don't say, each time anew") {
  const Scratch scratch;
  scratch.write("a.md", lesson("a"));
  scratch.write("b.md", lesson("b"));
  scratch.write("registry.json", R"({"lessons": [{"id": "b", "order": 1, "status": "draft"}, {"id": "a", "order": 2}]})");
  const packs::Pack first = scratch.load();
  CHECK(first.lessons.at(0).file == "b.md");
  CHECK(first.lessons.at(0).lesson.front_matter.status == "draft");
  CHECK(first.registry_facts.size() == 2);
  scratch.write("registry.json", R"({"lessons": [{"id": "a", "order": 1}, {"id": "b", "order": 2, "status": "validated"}]})");
  const Result<packs::Pack> second = packs::load_pack(scratch.path, &first);
  REQUIRE(second.has_value());
  CHECK(second->lessons.at(1).file == "b.md");
  CHECK(second->lessons.at(1).lesson.front_matter.status == "validated");
  CHECK_FALSE(has_problem(*second, "registry-drift", "registry.json"));
  CHECK(packs::revision_of(first, first.lessons[0]) != packs::revision_of(*second, second->lessons[1]));
}
