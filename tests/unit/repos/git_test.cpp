#include "repos/git.hpp"

#include <doctest/doctest.h>

using namespace tt;

TEST_CASE("the module's functions are those of the room") {
  const Result<const repos::Git*> git = repos::load_git(TT_GIT_MODULE);
  REQUIRE(git);
  const Result<repos::Head> head = (*git)->read_head("/nonexistent");
  REQUIRE_FALSE(head);
  CHECK(head.error().kind == ErrorKind::kNotFound);
}

TEST_CASE("loading the module twice gives the same functions") {
  const Result<const repos::Git*> first = repos::load_git(TT_GIT_MODULE);
  const Result<const repos::Git*> second = repos::load_git(TT_GIT_MODULE);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(*first == *second);
}

TEST_CASE("a module that isn't there, or isn't ours, says so and what to do") {
  for (const char* path : {"/nonexistent/tt-bringup-git.so", "/etc/passwd", "libc.so.6"}) {
    CAPTURE(path);
    const Result<const repos::Git*> git = repos::load_git(path);
    REQUIRE_FALSE(git);
    CHECK(git.error().kind == ErrorKind::kPrerequisite);
    CHECK_FALSE(git.error().remedy.empty());
  }
}
