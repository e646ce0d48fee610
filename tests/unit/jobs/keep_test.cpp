// Logs with a limit, removal, pins and search, through tables with the real supervisor.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bench.hpp"

using namespace bench;
using tt::ErrorKind;

namespace {

// Five million bytes in lines of ten, into a log of one.
StartRequest numbered() {
  StartRequest request = shell("seq -f %09.0f 0 499999");
  request.log_limit = 1'000'000;
  request.mode = tt::jobdir::OutputMode::kPipe;
  return request;
}

tt::jobs::SearchRequest wanted(std::string text, std::string id = {}, bool regex = false, std::size_t limit = 500) {
  return {std::move(text), std::move(id), regex, false, limit};
}

}  // namespace

TEST_CASE("a log over its limit is read to its gap and from behind it, at its true offsets") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path / "s");
  const std::string id = window.start(numbered())->id;
  const JobRecord job = window.end_of(id);
  CHECK(job.size == 5'000'000);
  CHECK(job.missing > 4'000'000);
  CHECK(job.missing < 4'100'000);
  std::uint64_t offset = 0, skipped = 0, shown = 0;
  for (bool end = false; !end;) {
    const auto answer = window.read(id, {.offset = offset, .max_bytes = 61440, .wait = 1s});
    REQUIRE(answer.has_value());
    skipped += answer->offset - offset;
    REQUIRE(answer->data.size() == answer->next - answer->offset);
    REQUIRE(answer->data.substr(0, 10) == fmt::format("{:09}\n", answer->offset / 10).substr(0, answer->data.size()));
    shown += answer->data.size();
    offset = answer->next;
    end = answer->end;
  }
  CHECK(skipped == job.missing);
  CHECK(skipped + shown == job.size);
  // Inside the gap: behind it. By file: up to it.
  const auto inside = window.read(id, {.offset = 2'000'005});
  CHECK(inside->offset > 4'000'000);
  CHECK(inside->data.starts_with(fmt::format("{:09}\n", inside->offset / 10)));
  const auto file = window.read(id, {.offset = 0, .max_bytes = 1 << 20, .allow_file = true});
  CHECK_FALSE(file->file.empty());
  CHECK(file->next == inside->offset - job.missing);
  // Another daemon that finds the job over says the same of it.
  Window other(loop, scratch.path / "s");
  CHECK(other.table->find(id)->missing == job.missing);
}

TEST_CASE("a reader of a log that outruns it is told what it missed, and reads no zeros") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path / "s");
  StartRequest request = numbered();
  request.argv = {"/bin/sh", "-c", "seq -f %09.0f 0 1999999"};
  const std::string id = window.start(request)->id;
  std::uint64_t offset = 0, skipped = 0, shown = 0;
  for (bool end = false; !end;) {
    const auto answer = window.read(id, {.offset = offset, .max_bytes = 1 << 20, .wait = 1s, .allow_file = true});
    REQUIRE(answer.has_value());
    skipped += answer->offset - offset;
    if (answer->file.empty()) {
      REQUIRE(answer->data.size() == answer->next - answer->offset);
    } else {
      // While the job goes on only the beginning is named.
      REQUIRE((answer->next <= 250'000 || tt::jobs::is_final(window.table->find(id)->state)));
    }
    shown += answer->next - answer->offset;
    offset = answer->next;
    end = answer->end;
  }
  CHECK(offset == 20'000'000);
  CHECK(skipped + shown == 20'000'000);
}

TEST_CASE("what stands behind the gap is measured, at its line and offset") {
  const Scratch scratch;
  Loop loop;
  std::string id;
  const auto check = [](const JobRecord& job) {
    REQUIRE(job.measurements.size() == 2);
    CHECK(job.measurements[0].line == 1);
    CHECK(job.measurements[1].line == 500'002);
    CHECK(job.measurements[1].offset == 5'000'010);
    CHECK(job.verdict == tt::gates::Verdict::kPassed);
  };
  {
    Window window(loop, scratch.path / "s");
    StartRequest request = numbered();
    request.argv = {"/bin/sh", "-c", "echo PCC: 0.91; seq -f %09.0f 0 499999; echo PCC: 0.92"};
    request.gates = {{"pcc", 0.9, {}}};
    id = window.start(request)->id;
    check(window.end_of(id));
  }
  // From the file alone.
  Window later(loop, scratch.path / "s");
  loop.run(later.table->drained());
  check(*later.table->find(id));
}

TEST_CASE("plain text is without escape sequences, and never by file") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path / "s");
  const std::string id = window.start(shell("printf '\\033[31mred\\033[0m ab\\b\\n'; head -c 50000 /dev/zero | tr '\\0' x"))->id;
  window.end_of(id);
  const auto answer = window.read(id, {.offset = 0, .max_bytes = 1 << 20, .allow_file = true, .plain = true});
  CHECK(answer->file.empty());
  CHECK(answer->data.starts_with("red ab\nxxx"));
}

TEST_CASE("a removed job goes from every window, and its id is no job's") {
  const Scratch scratch;
  Loop loop;
  Window one(loop, scratch.path / "s"), two(loop, scratch.path / "s");
  const std::string id = one.start(shell("echo hello"))->id;
  one.end_of(id);
  two.end_of(id);
  // The record is final a moment before its supervisor has gone.
  while (!loop.run(one.table->remove(id))) {
  }
  CHECK(one.table->find(id) == nullptr);
  CHECK(one.removed == std::vector{id});
  loop.until([&] { return two.table->find(id) == nullptr; });
  CHECK(two.removed == std::vector{id});
  CHECK(loop.run(two.table->remove(id)).error().kind == ErrorKind::kNotFound);
  CHECK(one.read(id, {}).error().kind == ErrorKind::kNotFound);
  CHECK_FALSE(std::filesystem::exists(scratch.path / "s" / "jobs" / id));
}

TEST_CASE("a removal that no watch told of is noticed by the next look") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path / "s");
  const std::string id = window.start(shell("true"))->id;
  window.end_of(id);
  // As if the watch's events had been lost.
  std::filesystem::rename(scratch.path / "s" / "jobs", scratch.path / "s" / "aside");
  std::filesystem::create_directory(scratch.path / "s" / "jobs");
  loop.run(window.table->recover());
  CHECK(window.table->find(id) == nullptr);
  CHECK(window.removed == std::vector{id});
}

TEST_CASE("a job that goes on isn't removed, nor a pinned one, and every window sees the pin") {
  const Scratch scratch;
  Loop loop;
  Window one(loop, scratch.path / "s"), two(loop, scratch.path / "s");
  const std::string id = one.start(shell("read line"))->id;
  CHECK(loop.run(one.table->remove(id)).error().kind == ErrorKind::kConflict);
  REQUIRE(loop.run(one.table->write(id, "\n")).has_value());
  one.end_of(id);
  two.end_of(id);
  const Result<JobRecord> pinned = loop.run(one.table->set_pinned(id, true));
  REQUIRE(pinned.has_value());
  CHECK(pinned->pinned);
  CHECK(loop.run(one.table->remove(id)).error().kind == ErrorKind::kConflict);
  loop.until([&] { return two.table->find(id)->pinned; });
  CHECK(Window(loop, scratch.path / "s").table->find(id)->pinned);
  REQUIRE(loop.run(two.table->set_pinned(id, false)).has_value());
  loop.until([&] { return !one.table->find(id)->pinned; });
  CHECK(loop.run(one.table->remove(id)).has_value());
  CHECK(loop.run(one.table->set_pinned(id, true)).error().kind == ErrorKind::kNotFound);
}

TEST_CASE("all jobs are searched, the newest first, and a search that nobody waits for ends") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path / "s");
  const std::string first = window.start(shell("echo needle one"))->id;
  window.end_of(first);
  const std::string second = window.start(shell("echo hay; echo needle two"))->id;
  window.end_of(second);
  const auto found = loop.run(window.table->search(wanted("NEEDLE")));
  REQUIRE(found.has_value());
  CHECK(found->complete);
  REQUIRE(found->matches.size() == 2);
  CHECK(found->matches[0].job == second);
  CHECK(found->matches[0].line == 2);
  CHECK(found->matches[1].job == first);
  CHECK(loop.run(window.table->search(wanted("needle", first)))->matches.size() == 1);
  CHECK_FALSE(loop.run(window.table->search(wanted("needle", {}, false, 1)))->complete);
  CHECK(loop.run(window.table->search(wanted("x", "nobody"))).error().kind == ErrorKind::kNotFound);
  CHECK(loop.run(window.table->search(wanted("(", {}, true))).error().kind == ErrorKind::kInvalidArgument);
}

TEST_CASE("a cancelled search ends at once, however much there is to search") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path / "s");
  const std::string id = window.start(shell("true"))->id;
  window.end_of(id);
  // Sparse: a terabyte of nothing.
  std::filesystem::resize_file(scratch.path / "s" / "jobs" / id / "out.log", 1ull << 40);
  asio::cancellation_signal cancel;
  bool done = false;
  std::exception_ptr failure;
  asio::co_spawn(loop.context, window.table->search(wanted("needle")),
                 asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr e, const auto&) { failure = e, done = true; }));
  asio::steady_timer timer(loop.context, 100ms);
  std::chrono::steady_clock::time_point cancelled;
  timer.async_wait([&](auto) {
    CHECK_FALSE(done);
    cancelled = std::chrono::steady_clock::now();
    cancel.emit(asio::cancellation_type::terminal);
  });
  loop.until([&] { return done; });
  CHECK(failure != nullptr);
  // 10 ms of search at most are under way; the rest is room for a loaded machine.
  CHECK(std::chrono::steady_clock::now() - cancelled < 500ms);
}
