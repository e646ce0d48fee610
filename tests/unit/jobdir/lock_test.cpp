#include "jobdir/lock.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

TEST_CASE("a lock is held as long as anybody has it open") {
  const TemporaryFolder place;
  CHECK_FALSE(is_locked(place.path));
  Result<Fd> lock = create_lock(place.path);
  REQUIRE(lock.has_value());
  CHECK(is_locked(place.path));
  CHECK(create_lock(place.path).error().kind == ErrorKind::kConflict);
  // A child that inherited it holds it on.
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  lock->reset();
  CHECK(is_locked(place.path));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK_FALSE(is_locked(place.path));
}

TEST_CASE("looking at a lock doesn't release it") {
  const TemporaryFolder place;
  const Result<Fd> lock = create_lock(place.path);
  for (int i = 0; i < 3; ++i) CHECK(is_locked(place.path));
}
