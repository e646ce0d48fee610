#include "repos/state.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "origin.hpp"

namespace repos = tt::repos;

TEST_CASE("a checkout is dirty when a tracked file differs, and only then") {
  const Origins origins;
  origins.make("origin", 5);
  const std::filesystem::path path = origins.path() / "origin";
  const repos::RepoState clean = repos::state(path).value();
  CHECK(clean.branch == "main");
  CHECK(clean.commit.size() == 40);
  CHECK_FALSE(clean.dirty);

  std::ofstream(path / "untracked") << "x";
  CHECK_FALSE(repos::state(path).value().dirty);
  std::ofstream(path / "dir0/file0") << "changed";
  CHECK(repos::state(path).value().dirty);
  CHECK(repos::state(path).value().commit == clean.commit);
  CHECK(repos::read_head(path).value().commit == clean.commit);
}

TEST_CASE("a deleted tracked file counts as a change") {
  const Origins origins;
  origins.make("origin", 5);
  std::filesystem::remove(origins.path() / "origin/dir1/file1");
  CHECK(repos::state(origins.path() / "origin").value().dirty);
}

TEST_CASE("a detached head has a commit and no branch") {
  const Origins origins;
  origins.make("origin", 1);
  const std::string commit = repos::read_head(origins.path() / "origin").value().commit;
  std::ofstream(origins.path() / "origin/.git/HEAD") << commit << "\n";
  const repos::RepoState state = repos::state(origins.path() / "origin").value();
  CHECK(state.branch.empty());
  CHECK(state.commit == commit);
}

TEST_CASE("where there is no repository, that is the error, whatever lies above") {
  const Origins origins;
  origins.make("origin", 1);
  for (const char* name : {"missing", "origin/dir0", "origin/dir0/file0"}) {
    CAPTURE(name);
    CHECK(repos::state(origins.path() / name).error().kind == tt::ErrorKind::kNotFound);
  }
}

TEST_CASE("a repository without a commit has a branch and no commit") {
  const Origins origins;
  origins.make("origin", 1);
  std::ofstream(origins.path() / "origin/.git/HEAD") << "ref: refs/heads/fresh\n";
  const repos::Head head = repos::read_head(origins.path() / "origin").value();
  CHECK(head.branch == "fresh");
  CHECK(head.commit.empty());
}
