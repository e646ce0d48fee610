#include "supervisor/ladder.hpp"

#include <doctest/doctest.h>

using tt::supervisor::Ladder;
using tt::supervisor::Rung;

TEST_CASE("rungs come in order, each once, each after its grace") {
  Ladder ladder(100, 10);
  CHECK(ladder.step(5) == Rung::kNone);
  CHECK(ladder.due_ns() == -1);
  ladder.begin(1000);
  CHECK(ladder.step(1000) == Rung::kInterrupt);
  CHECK(ladder.step(1099) == Rung::kNone);
  ladder.begin(1099);
  CHECK(ladder.due_ns() == 1100);
  CHECK(ladder.step(1100) == Rung::kTerminate);
  CHECK(ladder.step(1100) == Rung::kNone);
  CHECK(ladder.step(1110) == Rung::kKill);
  CHECK(ladder.step(5000) == Rung::kNone);
  CHECK(ladder.last() == Rung::kKill);
}

TEST_CASE("a kill takes the last rung at once and only once") {
  Ladder ladder(100, 100);
  ladder.begin(0);
  CHECK(ladder.step(0) == Rung::kInterrupt);
  ladder.kill(1);
  CHECK(ladder.step(1) == Rung::kKill);
  ladder.kill(2);
  ladder.begin(2);
  CHECK(ladder.step(1000) == Rung::kNone);
}
