#include "jobdir/process.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tt::jobdir;

TEST_CASE("a process is alive under its own start time only, and as a zombie not at all") {
  const auto self = identify(::getpid());
  REQUIRE(self.has_value());
  CHECK(is_alive(*self));
  CHECK_FALSE(is_alive({self->pid, self->start_time + 1}));
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(0);
  siginfo_t info{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) == 0);
  const auto zombie = identify(child);
  REQUIRE(zombie.has_value());
  CHECK_FALSE(is_alive(*zombie));
  ::waitpid(child, nullptr, 0);
  CHECK_FALSE(identify(child).has_value());
}

TEST_CASE("a name with spaces and parentheses doesn't shift the fields") {
  char old[16] = {};
  ::prctl(PR_GET_NAME, old);
  ::prctl(PR_SET_NAME, ") Z 1 (x) ");
  const auto stat = read_process_stat(::getpid());
  ::prctl(PR_SET_NAME, old);
  REQUIRE(stat.has_value());
  CHECK(stat->parent == ::getppid());
  CHECK(stat->start_time == identify(::getpid())->start_time);
}
