#include "gates/progress.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

// "phase 0.250 rate", "-" for what isn't said.
std::string shown(const tt::gates::ProgressReader& reader) {
  if (!reader.progress()) return "nothing";
  const tt::gates::Progress& progress = *reader.progress();
  return fmt::format("{} {} {}", progress.phase, progress.fraction ? fmt::format("{:.3f}", *progress.fraction) : "-",
                     progress.rate.empty() ? "-" : progress.rate);
}

std::string after(const std::vector<std::string_view>& lines) {
  tt::gates::ProgressReader reader;
  for (const std::string_view line : lines) reader.see(line);
  return shown(reader);
}

}  // namespace

TEST_CASE("one line says how far a job is") {
  struct Case {
    std::string_view line, progress;
  };
  const Case cases[] = {
      {"[12/48] Building CXX object a.cpp.o", "Building 0.250 -"},
      {"[ 3/4] Linking", "Building 0.750 -"},
      {"[48/48] Linking", "Building 1.000 -"},
      {"[50/48] More than there was", "Building 1.000 -"},
      {"[1/0] x", "Building - -"},
      {"[12/48]", "nothing"},
      {"[1, 2] x", "nothing"},
      {"[99999999999999999999/1] x", "nothing"},
      {"shard-1.safetensors:  25%|##5       | 1.25G/5.00G [00:10<00:30, 11.2GB/s]", "shard-1.safetensors 0.250 11.2GB/s"},
      {"Loading checkpoint shards:  33%|\xE2\x96\x88\xE2\x96\x8E  | 1/3 [00:00<00:00,  8.27it/s]",
       "Loading checkpoint shards 0.333 8.27it/s"},
      {" 50%|#####     | 5/10 [00:01<00:01]", "Working 0.500 -"},
      {"Converting:   0%|          | 0/7 [00:00<?, ?it/s]", "Converting 0.000 -"},
      {"Converting: 100%|##########| 7/7 [00:03<00:00,  2.1it/s, loss=3]", "Converting 1.000 2.1it/s"},
      {"Converting: 12", "nothing"},
      {"Converting: 120%|", "nothing"},
      {"x 30%|", "x 0.300 -"},
      {"Receiving objects:  50% (1566/3132), 480.00 KiB | 1.20 MiB/s", "Receiving objects 0.500 1.20 MiB/s"},
      {"remote: Counting objects:  10% (1/10)", "Counting objects 0.100 -"},
      {"Resolving deltas: 100% (9/9), done.", "Resolving deltas 1.000 -"},
      {"100% (a/b)", "nothing"},
      {"INFO: Configuring Project", "Configuring Project - -"},
      {"INFO: ", "nothing"},
      {"-- Configuring done (3.1s)", "Configuring done - -"},
      {"-- CPM: Adding package fmt@11", "Fetching dependencies - -"},
      {"2026-02-03 04:05:06.789 | INFO     | demo:run:6 - Reading inputs...", "Reading inputs - -"},
      {"2026-02-03 04:05:06.789 | INFO     | demo:run:6 - Starting prefill warmup...", "Warming up prefill - -"},
      {"2026-02-03 04:05:06.789 | INFO     | demo:run:6 - Starting prefill...", "Prefill - -"},
      {"2026-02-03 04:05:06.789 | INFO     | demo:run:6 - Iteration 5: 36ms @ 27.8 tok/s/user (888.9 tok/s throughput)",
       "Decoding - 27.8 tok/s/user"},
      {"Iteration x: 36ms @ 27.8 tok/s/user (1 tok/s throughput)", "nothing"},
      {"They are Starting prefill", "nothing"},
      {"collecting ... ", "Collecting tests - -"},
      {"collected 8 items", "Testing 0.000 -"},
      {"collected 8 items / 6 deselected / 2 selected", "Testing 0.000 -"},
      {"collected 0 items", "Testing - -"},
      {"collected data", "nothing"},
      {"tests/test_a.py::test_b PASSED                    [ 45%]", "Testing 0.450 -"},
      {"tests/test_a.py ....F...                          [ 45%]", "Testing 0.450 -"},
      {"disk usage [ 45%]", "nothing"},
      {"PASSED", "nothing"},  // of how many isn't known
      {"", "nothing"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    CHECK(after({c.line}) == c.progress);
  }
}

TEST_CASE("of several bars the one at work shows") {
  CHECK(after({"a:  10%|# | 1/10 [", "b:  50%|# | 5/10 ["}) == "b 0.500 -");
  CHECK(after({"a:  10%|# | 1/10 [", "b:  50%|# | 5/10 [", "a:  20%|# | 2/10 ["}) == "a 0.200 -");
  CHECK(after({"a:  10%|# | 1/10 [", "b: 100%|# | 10/10 ["}) == "a 0.100 -");
  CHECK(after({"a: 100%|# | 10/10 [", "b: 100%|# | 10/10 ["}) == "b 1.000 -");
  std::vector<std::string> bars;
  std::vector<std::string_view> lines;
  for (int i = 0; i < 100; ++i) bars.push_back(fmt::format("bar {}:  10%|# | 1/10 [", i));
  for (const std::string& bar : bars) lines.push_back(bar);
  CHECK(after(lines) == "bar 99 0.100 -");
}

TEST_CASE("tests are counted where pytest prints no percentage") {
  const std::string_view collected = "collected 9 items / 5 deselected / 4 selected";
  CHECK(after({collected, "PASSED"}) == "Testing 0.250 -");
  CHECK(after({collected, "PASSED", "FAILED", "SKIPPED (no card)"}) == "Testing 0.500 -");
  CHECK(after({collected, "tests/a.py::test_b PASSED", "tests/a.py::test_c[x y] FAILED"}) == "Testing 0.500 -");
  CHECK(after({collected, "tests/a.py::test_b PASSED", "PASSED tests/a.py::test_b"}) == "Testing 0.250 -");  // the summary
  CHECK(after({collected, "SKIPPED [1] tests/a.py:3: no card"}) == "Testing 0.000 -");
  CHECK(after({collected, "PASSED", "2026-02-03 04:05:06.789 | INFO     | demo:run:6 - Starting decode loop..."}) ==
        "Decoding - -");
}

TEST_CASE("a phase is short and valid UTF-8") {
  for (const std::string filler : {"\xFF", "\xE2\x96\x88", "x"}) {
    std::string name;
    for (int i = 0; i < 200; ++i) name += filler;
    tt::gates::ProgressReader reader;
    reader.see(name + ":  10%|# | 1/10 [00:01<00:02, " + name + "]");
    REQUIRE(reader.progress());
    CHECK(reader.progress()->phase.size() <= 60);
    CHECK(reader.progress()->rate.size() <= 32);
  }
}
