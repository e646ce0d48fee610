#include "lessons/pack_files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace fs = std::filesystem;
using tt::lessons::PackFiles;

namespace {

// A pack with a secret beside it. Invariant: the folder exists as long as the object.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "tt-pack-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    root = name;
    fs::create_directories(root / "pack/sub");
    write("secret", "secret");
    write("pack/a.md", "lesson");
    write("pack/sub/b.png", "picture");
    fs::create_symlink("../secret", root / "pack/link");
    fs::create_symlink("a.md", root / "pack/inner");
    fs::create_directory_symlink("..", root / "pack/up");
    fs::create_directory_symlink("sub", root / "pack/sublink");
    fs::create_symlink("/proc/self/root", root / "pack/magic");
    REQUIRE(::mkfifo((root / "pack/fifo").c_str(), 0600) == 0);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { fs::remove_all(root); }

  void write(const char* path, const char* text) const { std::ofstream(root / path) << text; }

  fs::path root;
};

}  // namespace

TEST_CASE("files of the pack are read up to the limit") {
  const Scratch scratch;
  const auto files = PackFiles::open(scratch.root / "pack");
  REQUIRE(files.has_value());
  CHECK(files->read("a.md", 6) == "lesson");
  CHECK(files->read("sub/b.png", 100) == "picture");
  CHECK(files->read("sub/../a.md", 100) == "lesson");
  CHECK(files->size("sub/b.png") == 7);
  CHECK(files->read("a.md", 5).error().kind == tt::ErrorKind::kTooLarge);
  CHECK(files->read("none", 5).error().kind == tt::ErrorKind::kNotFound);
  CHECK(files->read("sub", 5).error().kind == tt::ErrorKind::kIo);
  CHECK(files->read("fifo", 5).error().kind == tt::ErrorKind::kIo);
}

TEST_CASE("no spelling of a path leads out of the pack, nor does a symbolic link") {
  const Scratch scratch;
  const auto files = PackFiles::open(scratch.root / "pack");
  REQUIRE(files.has_value());
  const std::string absolute = (scratch.root / "secret").string();
  std::vector<std::string> spellings = {"link",
                                        "inner",
                                        "up/secret",
                                        "up/pack/a.md",
                                        "sublink/b.png",
                                        "magic/etc/passwd",
                                        "magic" + absolute,
                                        absolute,
                                        "/" + absolute,
                                        std::string("a.md\0", 5),
                                        std::string("../secret\0.md", 13),
                                        "/proc/self/root" + absolute,
                                        "/dev/stdin",
                                        "/proc/self/environ",
                                        "..%2fsecret",
                                        "..\\secret",
                                        "~/secret",
                                        "file://" + absolute};
  std::string up;
  for (int i = 1; i <= 8; ++i) {
    up += "../";
    for (const char* start : {"", "./", "sub/../", "sub/../sub/../", "/"}) spellings.push_back(start + up + "secret");
    spellings.push_back(up + absolute.substr(1));
  }
  CHECK(spellings.size() >= 60);
  for (const std::string& spelling : spellings) {
    CAPTURE(spelling);
    CHECK_FALSE(files->read(spelling, 1000).has_value());
    CHECK_FALSE(files->size(spelling).has_value());
  }
}

TEST_CASE("a folder lists its files and folders, sorted, without links and special files") {
  const Scratch scratch;
  const auto files = PackFiles::open(scratch.root / "pack");
  REQUIRE(files.has_value());
  CHECK(files->list("") == std::vector<std::string>{"a.md", "sub/"});
  CHECK(files->list("sub") == std::vector<std::string>{"b.png"});
  CHECK_FALSE(files->list("..").has_value());
  CHECK_FALSE(files->list("up").has_value());
  CHECK_FALSE(files->list("a.md").has_value());
  CHECK(PackFiles::open(scratch.root / "none").error().kind == tt::ErrorKind::kNotFound);
}
