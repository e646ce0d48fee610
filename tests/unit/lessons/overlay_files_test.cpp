#include "lessons/overlay_files.hpp"

#include <doctest/doctest.h>

#include "memory_files.hpp"

using namespace tt::lessons;
using Names = std::vector<std::string>;

TEST_CASE("an open text stands for its file, and is there without one") {
  const testing::MemoryFiles disk({{"a.md", "old"}, {"sub/b.md", "b"}});
  const OpenTexts texts = {{"a.md", "newer"}, {"new.md", "n"}, {"sub/c.md", "c"}};
  const OverlayFiles files(disk, texts, OverlayFiles::Folders::kAll);
  CHECK(files.read("a.md", 100) == "newer");
  CHECK(files.size("a.md") == 5);
  CHECK(files.read("sub/b.md", 100) == "b");
  CHECK_FALSE(files.read("none.md", 100));
  REQUIRE_FALSE(files.read("a.md", 4));
  CHECK(files.read("a.md", 4).error().kind == tt::ErrorKind::kTooLarge);
  CHECK(files.list("") == Names{"a.md", "new.md", "sub/"});
  CHECK(files.list("sub") == Names{"b.md", "c.md"});
}

TEST_CASE("a folder that is no pack shows no folders") {
  const testing::MemoryFiles disk({{"a.md", "a"}, {"sub/b.md", "b"}});
  const OpenTexts texts;
  CHECK(OverlayFiles(disk, texts, OverlayFiles::Folders::kNone).list("") == Names{"a.md"});
}
