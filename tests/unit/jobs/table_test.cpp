#include "jobs/table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "bench.hpp"

using namespace bench;
using tt::ErrorKind;
using tt::jobs::JobState;

TEST_CASE("a job runs, its log is read whole, and its end is told once") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  StartRequest request = shell("printf 'one\\ntwo\\n'; exit 3");
  request.command = "tenstorrent.practice";
  request.lesson = "bounty-program";
  request.step = "practise";
  const auto started = window.start(request);
  REQUIRE(started.has_value());
  CHECK(started->number == 1);
  CHECK(window.whole_log(started->id) == "one\ntwo\n");
  const JobRecord job = window.end_of(started->id);
  CHECK(job.state == JobState::kExited);
  CHECK(job.exit_code == 3);
  CHECK(job.size == 8);
  CHECK(job.lesson == "bounty-program");
  CHECK(job.step == "practise");
  CHECK(job.argv == request.argv);
  CHECK(job.duration_ms.has_value());
  CHECK(job.ended_ms.value_or(0) >= job.created_ms);
  loop.run(window.table->drained());
  REQUIRE(window.finals.size() == 1);
  CHECK(window.finals[0].exit_code == 3);
  CHECK(window.changes[job.id].back().state == JobState::kExited);
  CHECK(window.start(shell("true"))->number == 2);
}

TEST_CASE("a read waits for output and comes back soon after it") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const std::filesystem::path gate = scratch.path / "gate";
  const auto job = window.start(shell("while [ ! -e " + gate.string() + " ]; do sleep 0.01; done; " +
                                      "for i in 1 2 3 4 5; do date +%s%N; sleep 0.2; done; sleep 30"));
  REQUIRE(job.has_value());

  const auto before = std::chrono::steady_clock::now();
  auto answer = window.read(job->id, {.offset = 0, .max_bytes = 61440, .wait = 50ms, .allow_file = false});
  REQUIRE(answer.has_value());
  CHECK(answer->data.empty());
  CHECK(answer->next == 0);
  CHECK_FALSE(answer->end);
  CHECK(std::chrono::steady_clock::now() - before >= 50ms);

  std::ofstream(gate.string()) << "go";
  // The quickest of five: a busy machine may be late now and then, a poll would always be.
  double quickest_ms = 1e9;
  for (int i = 0; i < 5; ++i) {
    const std::uint64_t offset = answer->next;
    answer = window.read(job->id, {.offset = offset, .max_bytes = 20, .wait = 20s, .allow_file = false});
    const auto now =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    REQUIRE(answer.has_value());
    REQUIRE(answer->data.size() == 20);
    CHECK(answer->next == offset + 20);
    quickest_ms = std::min(quickest_ms, static_cast<double>(now - std::stoll(answer->data)) / 1e6);
  }
  CHECK(quickest_ms < 100);
  REQUIRE(loop.run(window.table->stop(job->id, true)).has_value());
  window.end_of(job->id);
}

TEST_CASE("a read of a small limit gets on, whatever stands in the log") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const auto job = window.start(shell("printf 'a\\033[31mb\\033]0;title\\007c\\303\\251d\\377'"));
  REQUIRE(job.has_value());
  const JobRecord record = window.end_of(job->id);
  std::string text;
  std::uint64_t offset = 0;
  bool end = false;
  for (int reads = 0; !end; ++reads) {
    REQUIRE(reads < 40);
    const auto answer = window.read(job->id, {.offset = offset, .max_bytes = 1, .wait = 0ms, .allow_file = false});
    REQUIRE(answer.has_value());
    REQUIRE(answer->next > offset);
    text += answer->data;
    offset = answer->next;
    end = answer->end;
  }
  CHECK(offset == record.size);
  CHECK(text ==
        "a\x1b[31mbc\xC3\xA9"
        "d\xEF\xBF\xBD");
}

TEST_CASE("a client on the same machine is told where clean bytes are, and gets the others filtered") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const auto job =
      window.start(shell("i=0; while [ $i -lt 2000 ]; do echo 'a line of forty-nine characters, more or less...'; i=$((i+1)); "
                         "done; printf '\\033]0;t\\007end'"));
  REQUIRE(job.has_value());
  window.end_of(job->id);
  auto answer = window.read(job->id, {.offset = 0, .max_bytes = 1048576, .wait = 0ms, .allow_file = true});
  REQUIRE(answer.has_value());
  CHECK(answer->data.empty());
  CHECK(answer->file == (scratch.path / "jobs" / job->id / "out.log").string());
  CHECK(answer->next > 90000);
  CHECK_FALSE(answer->end);
  answer = window.read(job->id, {.offset = answer->next, .max_bytes = 1048576, .wait = 0ms, .allow_file = true});
  REQUIRE(answer.has_value());
  CHECK(answer->file.empty());
  CHECK(answer->data == "end");
  CHECK(answer->end);
  CHECK(answer->job.has_value());
}

TEST_CASE("a finished job's log that can't be opened is an error, not an endless wait") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const auto job = window.start(shell("echo text"));
  REQUIRE(job.has_value());
  window.end_of(job->id);
  const ReadRequest whole{.offset = 0, .max_bytes = 1000, .wait = 10s, .allow_file = false};
  const auto before = window.read(job->id, whole);
  REQUIRE(before.has_value());
  CHECK(before->end);

  const auto log = scratch.path / "jobs" / job->id / "out.log";
  std::filesystem::remove(log);
  std::filesystem::create_symlink("/dev/zero", log);
  const auto after = window.read(job->id, whole);
  REQUIRE_FALSE(after.has_value());
  CHECK(after.error().kind == ErrorKind::kIo);
  CHECK(after.error().remedy.find("out.log") != std::string::npos);
}

TEST_CASE("an offset past the end of a running job's log is taken for its end") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const auto job = window.start(shell("echo text; sleep 60"));
  REQUIRE(job.has_value());
  REQUIRE(window.read(job->id, {.offset = 0, .max_bytes = 100, .wait = 10s, .allow_file = false}).has_value());
  const auto answer = window.read(job->id, {.offset = 1'000'000'000'000, .max_bytes = 100, .wait = 0ms, .allow_file = false});
  REQUIRE(answer.has_value());
  CHECK(answer->offset == 5);
  CHECK(answer->next == 5);
  REQUIRE(loop.run(window.table->stop(job->id, true)).has_value());
}

TEST_CASE("a stopped job is cancelled, and stopping it again changes nothing") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const auto job = window.start(shell("echo up; exec sleep 100"));
  REQUIRE(job.has_value());
  const auto up = window.read(job->id, {.offset = 0, .max_bytes = 100, .wait = 10s, .allow_file = false});
  REQUIRE(up.has_value());
  const auto stopping = loop.run(window.table->stop(job->id, false));
  REQUIRE(stopping.has_value());
  CHECK((stopping->stopping || is_final(stopping->state)));
  CHECK(window.end_of(job->id).state == JobState::kCancelled);
  CHECK_FALSE(window.end_of(job->id).stopping);
  const auto again = loop.run(window.table->stop(job->id, false));
  REQUIRE(again.has_value());
  CHECK(again->state == JobState::kCancelled);
}

TEST_CASE("what is typed reaches the job, in order, and a job that is over takes nothing") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  StartRequest request = shell("stty -echo; echo ready; read a; read b; stty size; echo got $a $b");
  const auto job = window.start(request);
  REQUIRE(job.has_value());
  REQUIRE(window.read(job->id, {.offset = 0, .max_bytes = 100, .wait = 10s, .allow_file = false}).has_value());
  REQUIRE(loop.run(window.table->resize(job->id, 77, 33)).has_value());
  int written = 0;
  const auto count = [&](std::exception_ptr, Result<void> done) { written += done ? 1 : 100; };
  asio::co_spawn(loop.context, window.table->write(job->id, "left\n"), count);
  asio::co_spawn(loop.context, window.table->write(job->id, "right\n"), count);
  loop.until([&] { return written >= 2; });
  CHECK(written == 2);
  CHECK(window.whole_log(job->id) == "ready\n33 77\ngot left right\n");
  CHECK(loop.run(window.table->write(job->id, "x")).error().kind == ErrorKind::kConflict);
  CHECK(loop.run(window.table->resize(job->id, 80, 24)).has_value());
  CHECK(loop.run(window.table->resize(job->id, 0, 24)).error().kind == ErrorKind::kInvalidArgument);
}

TEST_CASE("what a job prints is measured and judged before its end is told") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const struct {
    const char* script;
    tt::gates::Verdict verdict;
  } cases[] = {{"echo PCC: 0.9991", tt::gates::Verdict::kPassed},
               {"echo PCC: 0.42", tt::gates::Verdict::kFailed},
               {"echo nothing", tt::gates::Verdict::kUnknown}};
  for (const auto& c : cases) {
    CAPTURE(c.script);
    StartRequest request = shell(c.script);
    request.gates = {{"pcc", 0.99, std::nullopt}};
    const auto job = window.start(request);
    REQUIRE(job.has_value());
    CHECK(window.end_of(job->id).verdict == c.verdict);
    loop.run(window.table->drained());
    CHECK(window.finals.back().verdict == c.verdict);
  }
  CHECK(window.finals.size() == 3);

  // A daemon that comes later measures the logs itself.
  REQUIRE(window.start(shell("true")).has_value());
  loop.until([&] { return window.finals.size() == 4; });
  Window later(loop, scratch.path);
  loop.run(later.table->drained());
  CHECK(later.finals.size() == 4);
  CHECK(later.changes.size() == 3);
  const auto jobs = later.table->list(10);
  REQUIRE(jobs->size() == 4);
  for (std::size_t i = 0; i < 3; ++i) CHECK((*jobs)[i + 1].verdict == cases[2 - i].verdict);
  CHECK((*jobs)[3].measurements.size() == 1);
  CHECK(later.table->list(2)->size() == 2);
}

TEST_CASE("two windows see each other's jobs, and either can stop them") {
  const Scratch scratch;
  Loop loop;
  Window one(loop, scratch.path);
  Window two(loop, scratch.path);
  const auto job = one.start(shell("echo hello; exec sleep 100"));
  REQUIRE(job.has_value());
  loop.until([&] { return two.table->find(job->id) != nullptr; });
  CHECK(two.changes.contains(job->id));
  const auto heard = two.read(job->id, {.offset = 0, .max_bytes = 100, .wait = 10s, .allow_file = false});
  REQUIRE(heard.has_value());
  CHECK(heard->data == "hello\n");
  CHECK(two.start(shell("true"))->number == 2);
  REQUIRE(loop.run(two.table->stop(job->id, true)).has_value());
  CHECK(one.end_of(job->id).state == JobState::kCancelled);
  CHECK(two.end_of(job->id).state == JobState::kCancelled);
  loop.until([&] { return one.finals.size() == 2 && two.finals.size() == 2; });
}

TEST_CASE("a job outlives its daemon, and the next one goes on without losing a byte") {
  const Scratch scratch;
  Loop loop;
  std::string id, text;
  std::uint64_t offset = 0;
  {
    Window first(loop, scratch.path);
    const auto job = first.start(shell("i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); sleep 0.002; done"));
    REQUIRE(job.has_value());
    id = job->id;
    while (offset < 200) {
      const auto answer = first.read(id, {.offset = offset, .max_bytes = 61440, .wait = 10s, .allow_file = false});
      REQUIRE(answer.has_value());
      text += answer->data;
      offset = answer->next;
    }
  }
  Window second(loop, scratch.path);
  REQUIRE(second.table->find(id) != nullptr);
  CHECK(second.table->find(id)->state == JobState::kRunning);
  text += second.whole_log(id, offset);
  std::string expected;
  for (int i = 0; i < 300; ++i) expected += "line " + std::to_string(i) + "\n";
  CHECK(text == expected);
  CHECK(second.end_of(id).exit_code == 0);
  loop.run(second.table->drained());
  CHECK(second.finals.size() == 1);
}

TEST_CASE("a job whose supervisor is killed is lost, with its log kept and its program ended") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const auto job = window.start(shell("echo before; exec sleep 100"));
  REQUIRE(job.has_value());
  REQUIRE(window.read(job->id, {.offset = 0, .max_bytes = 100, .wait = 10s, .allow_file = false}).has_value());
  const auto run = tt::jobdir::read_run_record(scratch.path / "jobs" / job->id);
  REQUIRE(run.has_value());
  ::kill(run->supervisor.pid, SIGKILL);
  const JobRecord lost = window.end_of(job->id);
  CHECK(lost.state == JobState::kLost);
  CHECK(lost.reason == "Its supervisor died.");
  loop.until([&] { return !tt::jobdir::is_alive(run->child); });
  CHECK(window.whole_log(job->id) == "before\n");
  loop.run(window.table->drained());
  CHECK(window.finals.size() == 1);
}

TEST_CASE("changes of one job are told at most ten times a second, the last one always") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  const auto before = std::chrono::steady_clock::now();
  const auto job = window.start(shell("i=0; while [ $i -lt 400 ]; do echo line $i; i=$((i+1)); sleep 0.001; done"));
  REQUIRE(job.has_value());
  const JobRecord last = window.end_of(job->id);
  loop.until([&] { return window.changes[job->id].back().state == JobState::kExited; });
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
  CHECK(static_cast<double>(window.changes[job->id].size()) <= seconds * 10 + 2);
  CHECK(window.changes[job->id].back().size == last.size);
}

TEST_CASE("requests that can't be met are refused, and leave nothing behind") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path, "/nonexistent/supervisor");
  CHECK(window.start(shell("true")).error().kind == ErrorKind::kPrerequisite);
  CHECK(std::filesystem::is_empty(scratch.path / "jobs"));
  CHECK(window.table->list(10)->empty());

  const std::vector<std::function<void(StartRequest&)>> faults = {
      [](StartRequest& r) { r.argv.clear(); },
      [](StartRequest& r) { r.argv[0].clear(); },
      [](StartRequest& r) { r.argv[1] += '\0'; },
      [](StartRequest& r) { r.cwd = "relative"; },
      [](StartRequest& r) { r.environment.emplace_back("A=B", "x"); },
      [](StartRequest& r) { r.columns = 0; },
      [](StartRequest& r) { r.rows = 1001; },
      [](StartRequest& r) { r.graces.interrupt = 0s; },
  };
  for (const auto& fault : faults) {
    StartRequest request = shell("true");
    fault(request);
    CHECK(window.start(request).error().kind == ErrorKind::kInvalidArgument);
  }
  CHECK(window.read("01JD0000000000000000000000", {}).error().kind == ErrorKind::kNotFound);
  CHECK(loop.run(window.table->stop("x", false)).error().kind == ErrorKind::kNotFound);
}

TEST_CASE("a program that isn't there ends the job, not the daemon") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  StartRequest request = shell("");
  request.argv = {"no-such-program-at-all"};
  const auto job = window.start(request);
  REQUIRE(job.has_value());
  const JobRecord record = window.end_of(job->id);
  CHECK(record.state == JobState::kExecFailed);
  CHECK(record.reason.find("No such file") != std::string::npos);
}

TEST_CASE("a secret's value is neither in the spec nor in the log") {
  const Scratch scratch;
  Loop loop;
  Window window(loop, scratch.path);
  StartRequest request = shell("echo $MY_LOGIN");
  request.argv.push_back("sesame-open-1234");
  request.environment.emplace_back("MY_LOGIN", "sesame-open-1234");
  request.secret_names = {"MY_LOGIN"};
  const auto job = window.start(request);
  REQUIRE(job.has_value());
  CHECK(job->argv.back() == "[redacted]");
  CHECK(window.whole_log(job->id) == "[redacted]\n");
  std::ifstream spec(scratch.path / "jobs" / job->id / "spec.json");
  const std::string text((std::istreambuf_iterator<char>(spec)), {});
  CHECK(text.find("sesame") == std::string::npos);
  CHECK(text.find("MY_LOGIN") != std::string::npos);
}
