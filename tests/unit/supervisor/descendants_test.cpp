#include "supervisor/descendants.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.hpp"

using namespace tt;
using namespace tt::test;

TEST_CASE("children and grandchildren are found, zombies aren't, and a kill leaves none") {
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (::fork() == 0) {
      (void)!::write(ready[1], "x", 1);
      ::pause();
      ::_exit(0);
    }
    if (::fork() == 0) ::_exit(0);  // a zombie until its parent dies
    (void)!::write(ready[1], "x", 1);
    ::pause();
    ::_exit(0);
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK(eventually([] { return supervisor::living_descendants(::getpid()).size() == 2; }));
  CHECK(supervisor::living_descendants(child).size() == 1);
  supervisor::kill_descendants(::getpid());
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(eventually([] { return supervisor::living_descendants(::getpid()).empty(); }));
  ::close(ready[0]);
  ::close(ready[1]);
}
