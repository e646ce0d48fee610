#include "server/library.hpp"

#include <stdlib.h>

#include <filesystem>

#include "base/files.hpp"
#include "fixture.hpp"

using namespace tt;
namespace fs = std::filesystem;

namespace {

// Invariant: owns the folder `path`, which goes with it.
struct Scratch {
  fs::path path;
  Scratch() {
    std::string name = (fs::temp_directory_path() / "tt-library-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = fs::canonical(name);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { fs::remove_all(path); }

  fs::path add_pack(const std::string& name, const std::string& command) const {
    fs::create_directories(path / name);
    REQUIRE(write_file_atomically(path / name / "pack.yaml", "pack: {id: " + name +
                                                                 ", title: T, version: 1.0.0}\ncommands:\n  - {id: " + command +
                                                                 ", title: C, kind: job, argv: [/bin/echo]}\n"));
    return path / name;
  }
};

}  // namespace

TEST_CASE("a lesson is found by id, by file stem and by path") {
  const server::Library library = fixture::make_library();
  CHECK(server::find_lesson(library, "first"));
  CHECK_FALSE(server::find_lesson(library, "second"));
  const auto by_path = server::find_lesson_by_path(library, "/packs/p/first.md");
  REQUIRE(by_path);
  CHECK(by_path->manifest == &library.packs[0].manifest.lessons[0]);
  CHECK_FALSE(server::find_lesson_by_path(library, "/packs/first.md"));
}

TEST_CASE("a step is found by id, and there is none in a lesson that no manifest names") {
  const server::Library library = fixture::make_library();
  server::LessonRef lesson = *server::find_lesson(library, "first");
  REQUIRE(server::find_step(lesson, "run-big") != nullptr);
  CHECK(server::find_step(lesson, "run-bigger") == nullptr);
  lesson.manifest = nullptr;
  CHECK(server::find_step(lesson, "run") == nullptr);
}

TEST_CASE("packs are loaded from folders of packs and from packs, each once") {
  const Scratch scratch;
  const fs::path b = scratch.add_pack("b", "tenstorrent.b");
  scratch.add_pack("a", "tenstorrent.a");
  const server::Library library = server::load_library({scratch.path, b, scratch.path / "missing"});
  REQUIRE(library.packs.size() == 2);
  CHECK(library.packs[0].info.id == "a");
  CHECK(library.commands.find("tenstorrent.b") != nullptr);
}

TEST_CASE("a command belongs to the pack that came first, and the other pack says so") {
  const Scratch scratch;
  const fs::path one = scratch.add_pack("one", "tenstorrent.same");
  const fs::path two = scratch.add_pack("two", "tenstorrent.same");
  const server::Library library = server::load_library({two, one});
  REQUIRE(library.commands.find("tenstorrent.same") != nullptr);
  CHECK(library.commands.find("tenstorrent.same")->pack.id == "two");
  CHECK(library.packs[0].problems.empty());
  CHECK(library.packs[1].problems.size() == 1);
}
