#include "server/sources.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

using namespace tt;
namespace fs = std::filesystem;

namespace {

// A checkout, a workspace, and what lies outside of both.
struct Tree {
  fs::path root;
  std::vector<fs::path> folders;

  Tree() {
    std::string name = (fs::temp_directory_path() / "tt-sources-XXXXXX").string();
    root = ::mkdtemp(name.data());
    for (const char* file : {"work/run.py", "work/tests/test_a.py", "metal/tt_metal/impl/bank.cpp", "metal/ttnn/cpp/op.cpp",
                             "metal/tests/test_a.py", "elsewhere/secret.py", "elsewhere/tests/test_a.py"}) {
      fs::create_directories((root / file).parent_path());
      std::ofstream(root / file) << "x\n";
    }
    fs::create_symlink(root / "elsewhere/secret.py", root / "work/link.py");
    folders = {root / "work", root / "metal"};
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }

  // Below the tree; "none" where nothing was found.
  std::string find(const std::string& printed) const {
    const auto found = server::find_source(folders, printed);
    return found ? found->lexically_relative(root).string() : "none";
  }
};

}  // namespace

TEST_CASE("a file that a log names is found below the known folders, and nowhere else") {
  const Tree tree;
  const std::string root = tree.root.string();
  const struct {
    std::string printed, found;
  } cases[] = {
      {root + "/work/tests/test_a.py", "work/tests/test_a.py"},
      {root + "/metal/tests/test_a.py", "metal/tests/test_a.py"},
      {root + "/work/../work/run.py", "work/run.py"},
      {"tests/test_a.py", "work/tests/test_a.py"},  // the job's own folder first
      {"./tests/test_a.py", "work/tests/test_a.py"},
      {"run.py", "work/run.py"},
      {"../tt_metal/impl/bank.cpp", "metal/tt_metal/impl/bank.cpp"},
      // Of the machine where tt-metal was built: the longest end that is here.
      {"/home/ci/build/tt-metal/tt_metal/impl/bank.cpp", "metal/tt_metal/impl/bank.cpp"},
      {"/src/ttnn/cpp/op.cpp", "metal/ttnn/cpp/op.cpp"},
      {"/other/cpp/op.cpp", "none"},
      {"/deep/op.cpp", "none"},
      {"bank.cpp", "none"},  // a name alone says too little
      {"/deep/run.py", "none"},
      // There is such a file here, and it isn't ours.
      {root + "/elsewhere/secret.py", "none"},
      {root + "/elsewhere/tests/test_a.py", "none"},
      {root + "/work/../elsewhere/secret.py", "none"},
      {"../elsewhere/secret.py", "none"},
      {root + "/work/link.py", "none"},
      {"link.py", "none"},
      {root + "/work/tests", "none"},
      {root + "/work/absent.py", "none"},
      {"", "none"},
      {"/", "none"},
      {"..", "none"},
      {std::string("run.py\0x", 8), "none"},
      {std::string(5000, 'a') + "/run.py", "none"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.printed);
    CHECK(tree.find(c.printed) == c.found);
  }
}

TEST_CASE("a mark's first place that is here is taken") {
  const Tree tree;
  std::vector<gates::Mark> marks(3);
  marks[0].places = {{"/gone/a.py", 3, 0}, {"run.py", 7, 2}, {"tests/test_a.py", 9, 0}};
  marks[2].places = {{"nowhere.py", 1, 0}};
  const auto places = server::find_places(tree.folders, marks);
  REQUIRE(places.size() == 3);
  REQUIRE(places[0]);
  CHECK(places[0]->file == tree.root / "work/run.py");
  CHECK(places[0]->line == 7);
  CHECK(places[0]->column == 2);
  CHECK_FALSE(places[1]);
  CHECK_FALSE(places[2]);
}

TEST_CASE("of very many files only the first are looked for") {
  const Tree tree;
  std::vector<gates::Mark> marks(600);
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i].places = {{"absent/" + std::to_string(i), 1, 0}};
  marks[0].places = marks[599].places = {{"run.py", 1, 0}};
  marks[598].places = {{"tests/test_a.py", 1, 0}};
  const auto places = server::find_places(tree.folders, marks);
  CHECK(places[0]);
  CHECK(places[599]);
  CHECK_FALSE(places[598]);
}
