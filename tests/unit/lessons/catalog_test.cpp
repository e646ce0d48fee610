#include "lessons/catalog.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "memory_files.hpp"

using tt::lessons::LessonEntry;

namespace {

LessonEntry entry(std::string file, std::string id, std::string category) {
  LessonEntry e;
  e.file = std::move(file);
  e.lesson.front_matter.id = std::move(id);
  e.lesson.front_matter.title = e.lesson.front_matter.id;
  e.lesson.front_matter.category = std::move(category);
  return e;
}

}  // namespace

TEST_CASE("the order is the manifest's, then category, title and file, whatever came first") {
  std::vector<LessonEntry> entries = {entry("a.md", "one", "z"), entry("b.md", "two", "y"), entry("c.md", "three", "y"),
                                      entry("d.md", "four", "x"), entry("e.md", "two", "y")};
  std::ranges::sort(entries, {}, &LessonEntry::file);
  const std::vector<std::string> manifest = {"d.md", "a.md"};
  do {
    auto sorted = entries;
    tt::lessons::sort_entries(sorted, manifest);
    std::string order;
    for (const auto& e : sorted) order += e.file[0];
    CHECK(order == "dacbe");
  } while (std::ranges::next_permutation(entries, {}, &LessonEntry::file).found);
}

TEST_CASE("a lesson is found by its id, then by its file's stem") {
  const std::vector<LessonEntry> entries = {entry("folder/first.md", "x", ""), entry("second.md", "first", ""),
                                            entry("third.md", "third-id", "")};
  CHECK(tt::lessons::find_lesson(entries, "first") == 1);
  CHECK(tt::lessons::find_lesson(entries, "x") == 0);
  CHECK(tt::lessons::find_lesson(entries, "third") == 2);
  CHECK_FALSE(tt::lessons::find_lesson(entries, "third.md").has_value());
  CHECK_FALSE(tt::lessons::find_lesson(entries, "").has_value());
}

TEST_CASE("lesson files are the Markdown files that aren't hidden") {
  const tt::lessons::testing::MemoryFiles files({{"b.md", ""},
                                                 {"a/c.md", ""},
                                                 {"README.md", ""},
                                                 {".git/x.md", ""},
                                                 {"_draft.md", ""},
                                                 {"a/d.txt", ""},
                                                 {"a/README.md", ""}});
  CHECK(tt::lessons::find_lesson_files(files, "") == std::vector<std::string>{"a/c.md", "b.md"});
  CHECK(tt::lessons::find_lesson_files(files, "a") == std::vector<std::string>{"a/c.md"});
}
