#include "supervisor/child.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include "fixture.hpp"

using namespace tt;
using namespace tt::test;

TEST_CASE("a child runs nothing when its gate closes unopened, and its command when it opens") {
  for (const auto mode : {jobdir::OutputMode::kPty, jobdir::OutputMode::kPipe}) {
    for (const bool opened : {false, true}) {
      const TemporaryFolder place;
      const fs::path ran = place.path() / "ran";
      jobdir::StartMessage message;
      message.argv = {"touch", ran.string()};
      message.cwd = "/";
      message.environment = {"PATH=/usr/bin:/bin"};
      message.mode = mode;
      Result<supervisor::Child> child = supervisor::fork_child(message, {}, {});
      REQUIRE(child.has_value());
      CHECK_FALSE(fs::exists(ran));
      if (opened) {
        REQUIRE(supervisor::open_gate(*child).has_value());
      } else {
        child->gate.reset();
      }
      int status = 0;
      REQUIRE(::waitpid(child->pid, &status, 0) == child->pid);
      CHECK(WIFEXITED(status));
      CHECK(WEXITSTATUS(status) == (opened ? 0 : 126));
      CHECK(fs::exists(ran) == opened);
    }
  }
}
