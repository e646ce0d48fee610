#include "base/program.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

struct TemporaryFolder {
  std::string path = "/tmp/tt-program-XXXXXX";
  TemporaryFolder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

void put(const std::string& path, mode_t mode) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path) << "#!/bin/sh\n";
  REQUIRE(::chmod(path.c_str(), mode) == 0);
}

}  // namespace

TEST_CASE("a program is found in the order of PATH, then in the extra folders") {
  const TemporaryFolder folder;
  const std::string& f = folder.path;
  put(f + "/a/tool", 0644);  // not executable
  put(f + "/b/tool", 0755);
  put(f + "/c/tool", 0755);
  put(f + "/c/only-c", 0755);
  std::filesystem::create_directories(f + "/a/folder");
  std::filesystem::create_symlink(f + "/nowhere", f + "/a/dangling");
  const std::vector<std::filesystem::path> extra{f + "/c", "c"};

  struct Case {
    std::string name;
    std::string path_variable;
    std::string found;  // empty: nothing
  };
  const Case cases[] = {
      {"tool", f + "/a:" + f + "/b:" + f + "/c", f + "/b/tool"},
      {"tool", "::" + f + "/c:" + f + "/b", f + "/c/tool"},
      {"tool", "", f + "/c/tool"},
      {"only-c", f + "/b", f + "/c/only-c"},
      {"folder", f + "/a", ""},
      {"dangling", f + "/a", ""},
      {"missing", f + "/a:" + f + "/b", ""},
      {"", f + "/b", ""},
      {f + "/b/tool", "", f + "/b/tool"},
      {f + "/a/tool", f + "/b", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CAPTURE(c.path_variable);
    CHECK(tt::find_program(c.name, c.path_variable, extra).value_or("") == c.found);
  }
}

TEST_CASE("relative folders of PATH are skipped") {
  const TemporaryFolder folder;
  put(folder.path + "/bin/tool", 0755);
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path);
  CHECK_FALSE(tt::find_program("tool", "bin:.:./bin").has_value());
  std::filesystem::current_path(before);
}
