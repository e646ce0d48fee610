#include "jobs/queue.hpp"

#include <doctest/doctest.h>

#include "base/clock.hpp"

using namespace tt;
using namespace tt::jobs;

TEST_CASE("a queued job says what it waits for, who has it, and which number it has") {
  CHECK(describe_wait("n150 0", {}) == "Waits for n150 0.");
  QueueRecord queue;
  CHECK(describe_wait("n150 0", queue) == "Waits for n150 0.");
  queue.holder = "#3 demo";
  CHECK(describe_wait("n150 0", queue) == "Waits for n150 0, held by #3 demo.");
  queue.position = 2;
  CHECK(describe_wait("n150 0 or n150 1", queue) == "Waits for n150 0 or n150 1, held by #3 demo; number 2 in the queue.");
  queue.since_ms = clock::wall_ms();
  const std::string now = describe_wait("n150 0", queue);
  CHECK(now.size() == std::string("Waits for n150 0, held by #3 demo since 12:04; number 2 in the queue.").size());
  queue.since_ms = 86'400'000;
  CHECK(describe_wait("n150 0", queue).find(" since 1970-01-0") != std::string::npos);
}

TEST_CASE("every lease of every choice counts once") {
  CHECK(all_leases({}).empty());
  CHECK(all_leases({{"x", {"card-1", "card-0"}, {}, {}}, {"y", {"card-1", "board-a"}, {}, {}}}) ==
        std::vector<std::string>{"board-a", "card-0", "card-1"});
}

TEST_CASE("cards are told one by one while that can be read, else by the need") {
  using jobdir::CardChoice;
  const CardChoice a{"n150 0", {"card-0"}, {}, {}}, b{"n150 1", {"card-1"}, {}, {}},
      pair{"n150 0, n150 1", {"card-0", "card-1"}, {}, {}};
  CHECK(describe_cards({}, "none") == "");
  CHECK(describe_cards({a}, "any") == "n150 0");
  CHECK(describe_cards({a, b}, "any") == "n150 0 or n150 1");
  CHECK(describe_cards({pair}, "2 n150") == "n150 0, n150 1");
  CHECK(describe_cards({pair, pair}, "2 n150") == "2 n150");
  CHECK(describe_cards({a, b, a, b, a}, "any") == "any card");
}
