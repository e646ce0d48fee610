#include "jobs/queue.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/clock.hpp"
#include "bench.hpp"

using namespace bench;
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

TEST_CASE("what becomes of a silent job between the first look at it and the watch on it is noticed") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  StartRequest request = shell("exec sleep 100");
  request.choices = {{"n150 0", {"card-0"}, {}, {}}};
  std::string id;
  asio::co_spawn(loop.context, window.table->start(request), [&](std::exception_ptr, Result<JobRecord> job) { id = job->id; });
  loop.context.poll();
  // The daemon is busy elsewhere while the pool starts the job, looks at it, and its supervisor goes on.
  const auto has_begun = [&] {
    for (const auto& folder : std::filesystem::directory_iterator(scratch.path / "jobs")) {
      if (std::filesystem::exists(folder.path() / "run")) return true;
    }
    return false;
  };
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!has_begun()) REQUIRE(std::chrono::steady_clock::now() < deadline);
  loop.until([&] { return !id.empty() && window.table->find(id)->state == JobState::kRunning; });
  CHECK(loop.run(window.table->stop(id, true)).has_value());
}

TEST_CASE("a job waits for its device, says for whom, and runs when the one before it ends") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const tt::jobdir::CardChoice card{"n150 0", {"card-0"}, {}, {"MESH_DEVICE=N150"}};
  StartRequest request = shell("echo first; exec sleep 100");
  request.title = "First";
  request.choices = {card};
  const auto first = window.start(request);
  REQUIRE(first.has_value());
  loop.until([&] { return window.table->find(first->id)->state == JobState::kRunning; });
  CHECK(window.table->find(first->id)->leases == std::vector<std::string>{"card-0"});
  CHECK(window.table->find(first->id)->cards_environment == card.environment);
  request = shell("echo second $MESH_DEVICE");
  request.choices = {card};
  const auto second = window.start(request);
  REQUIRE(second.has_value());
  CHECK(second->state == JobState::kQueued);
  CHECK(second->device == "n150 0");
  loop.until([&] {
    const auto& queue = window.table->find(second->id)->queue;
    return queue && !queue->holder.empty();
  });
  const JobRecord waiting = *window.table->find(second->id);
  CHECK(waiting.queue->holder == "#1 First");
  CHECK(waiting.queue->job == first->id);
  CHECK(waiting.queue->position == 1);
  CHECK(waiting.queue->since_ms.has_value());
  CHECK(waiting.reason.starts_with("Waits for n150 0, held by #1 First since "));
  REQUIRE(loop.run(window.table->stop(first->id, true)).has_value());
  CHECK(window.whole_log(second->id) == "second N150\n");
  const JobRecord over = window.end_of(second->id);
  CHECK(over.exit_code == 0);
  CHECK_FALSE(over.queue.has_value());
}

TEST_CASE("a waiting job is moved and taken out by any window, and the queue goes on with every window closed") {
  const Scratch scratch;
  Loop loop;
  const tt::jobdir::CardChoice card{"n150 0", {"card-0"}, {}, {}};
  const std::string trace = (scratch.path / "trace").string();
  std::vector<std::string> ids;
  std::string first;
  {
    Window window(loop, scratch.path);
    StartRequest request = shell("while [ ! -e " + trace + ".go ]; do sleep 0.02; done; echo first >> " + trace);
    request.choices = {card};
    first = window.start(request)->id;
    loop.until([&] { return window.table->find(first)->state == JobState::kRunning; });
    for (const char* name : {"a", "b", "c", "d"}) {
      request = shell(std::string("echo ") + name + " >> " + trace);
      request.choices = {card};
      ids.push_back(window.start(request)->id);
    }
    CHECK(loop.run(window.table->move(first, tt::jobdir::Move::kUp)).error().kind == tt::ErrorKind::kConflict);
    CHECK(loop.run(window.table->move("x", tt::jobdir::Move::kUp)).error().kind == tt::ErrorKind::kNotFound);
  }
  {
    Window other(loop, scratch.path);
    const auto moved = loop.run(other.table->move(ids[2], tt::jobdir::Move::kFirst));
    REQUIRE(moved.has_value());
    CHECK(moved->queue->position == 1);
    CHECK(loop.run(other.table->move(ids[3], tt::jobdir::Move::kUp))->queue->position == 3);
    CHECK(loop.run(other.table->move(ids[0], tt::jobdir::Move::kDown))->queue->position == 3);
    loop.until([&] { return other.table->find(ids[1])->queue->position == 4; });
    REQUIRE(loop.run(other.table->stop(ids[0], false)).has_value());
    CHECK(other.end_of(ids[0]).state == JobState::kCancelled);
    loop.until([&] { return other.table->find(ids[1])->queue->position == 3; });
  }
  // Nobody looks any more.
  std::ofstream(trace + ".go").flush();
  Window late(loop, scratch.path);
  for (const std::string& id : {ids[1], ids[2], ids[3]}) CHECK(late.end_of(id).exit_code == 0);
  std::ifstream stream(trace);
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  CHECK(text == "first\nc\nd\nb\n");
}

TEST_CASE("two windows never start two holders of one card") {
  const Scratch scratch;
  Loop loop;
  Window one(loop, scratch.path);
  Window two(loop, scratch.path);
  const std::string file = (scratch.path / "in-use").string();
  std::vector<std::string> ids;
  for (int i = 0; i < 8; ++i) {
    StartRequest request = shell("mkdir " + file + " || exit 9; sleep 0.02; rmdir " + file);
    request.choices = {{"n150 0", {"card-0"}, {}, {}}};
    const auto job = (i % 2 == 0 ? one : two).start(request);
    REQUIRE(job.has_value());
    ids.push_back(job->id);
  }
  loop.until([&] { return two.table->find(ids[6]) != nullptr; });
  for (const std::string& id : ids) CHECK(one.end_of(id).exit_code == 0);
}
