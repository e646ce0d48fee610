#include "gates/watcher.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "gates/gate.hpp"

using namespace std::string_view_literals;
using tt::gates::Measurement;
using tt::gates::Watcher;

namespace {

std::vector<Measurement> watch(std::string_view log, std::size_t piece = std::string_view::npos) {
  Watcher watcher;
  for (std::size_t at = 0; at < log.size(); at += std::min(piece, log.size())) watcher.push(log.substr(at, piece));
  watcher.finish();
  CHECK(watcher.bytes_seen() == log.size());
  return watcher.measurements();
}

std::string summary(const std::vector<Measurement>& list) {
  std::string text;
  for (const Measurement& m : list) text += fmt::format("{}={}@{}:{} ", m.name, m.value, m.line, m.offset);
  return text;
}

}  // namespace

TEST_CASE("values are found with their line and offset, however the log is cut") {
  struct Case {
    std::string_view log, found;
  };
  const Case cases[] = {
      {"PCC: 0.5\n", "pcc=0.5@1:0 "},
      {"PCC: 0.5", "pcc=0.5@1:0 "},  // the last line lacks its end
      {"a\r\nb\r\nPCC: 0.5\r\n", "pcc=0.5@3:6 "},
      {"10%\r20%\rPCC: 0.5\r\nPCC: 0.25\n", "pcc=0.5@1:0 pcc=0.25@2:18 "},
      {"\x1b[32mPCC\x1b[0m: \x1b[1;31m0.5\x1b[0m\n", "pcc=0.5@1:0 "},
      {"\x1b]0;PCC: 0.1\aPCC: 0.5\n", "pcc=0.5@1:0 "},  // a title isn't text
      {"\x1b]8;;https://x\x1b\\PCC: 0.5\x1b]8;;\x1b\\\n", "pcc=0.5@1:0 "},
      {"\x1b]0;never ended\nPCC: 0.5\n", "pcc=0.5@2:16 "},  // ends with its line
      {"\x1b(BPCC: 0.5\n", "pcc=0.5@1:0 "},
      {"\x1bPPCC: 0.1\x1b\\PCC: 0.5\n", "pcc=0.5@1:0 "},
      {"\0\0PCC:\0 0.5\b\n"sv, "pcc=0.5@1:0 "},
      {"\xFF\xC3PCC: 0.5\n", ""},  // begins with something else
      {"2026-03-04 05:06:07.890 | INFO     | a:b:1 - \xE2\x96\x88 PCC: 0.5\n", "pcc=0.5@1:0 "},
      {"\n\n\n", ""},
      {"", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.log));
    CHECK(summary(watch(c.log)) == c.found);
    for (const std::size_t piece : {1, 2, 3, 7}) CHECK(summary(watch(c.log, piece)) == c.found);
  }
}

TEST_CASE("a value counts once, and whole, wherever in a long line it stands") {
  const std::string logged = "2026-03-04 05:06:07.890 | INFO     | a:b:1 - ";
  for (std::size_t padding = 3700; padding < 4200; ++padding) {
    for (const std::size_t before : {std::size_t{0}, std::size_t{30'000}}) {
      CAPTURE(padding);
      CHECK(summary(watch(logged + std::string(before + padding, 'x') + " PCC: 0.98765 tail\n")) == "pcc=0.98765@1:0 ");
    }
  }
  CHECK(summary(watch(logged + std::string(9000, 'x') + " PCC: 0.98765")) == "pcc=0.98765@1:0 ");
  // A low one behind a good one isn't hidden by what stands between them.
  CHECK(summary(watch(logged + "PCC: 0.99 " + std::string(100'000, 'x') + ", PCC: 0.5, PCC: 0.75\n")) ==
        "pcc=0.99@1:0 pcc=0.5@1:0 pcc=0.75@1:0 ");
  CHECK(summary(watch("PCC: 0.99 " + std::string(9000, ' ') + "PCC: 0.5\n")) == "pcc=0.99@1:0 pcc=0.5@1:0 ");
  // Many in a row, cut anywhere.
  std::string many = logged, expected;
  for (int i = 0; i < 2000; ++i) {
    many += fmt::format("PCC: 0.{:05}, ", 50'000 + i);
    if (i < 900) expected += fmt::format("pcc={}@1:0 ", (50'000 + i) / 100'000.0);
  }
  for (const std::size_t piece : {std::string_view::npos, std::size_t{1}, std::size_t{1000}}) {
    CHECK(summary(watch(many, piece)).starts_with(expected));
  }
  // What the start of the line says of its numbers holds for all of them.
  CHECK(summary(watch("E   assert " + std::string(5000, 'x') + "\tPCC: 0.99\n")) == "");
  CHECK(summary(watch(std::string(5000, 'x') + " PCC: 0.99\n")) == "");
}

TEST_CASE("a log without line ends takes no more memory than a line") {
  Watcher watcher;
  const std::string block(1 << 16, 'x');
  for (int i = 0; i < 256; ++i) watcher.push(block);
  watcher.push("\nPCC: 0.5\n");
  watcher.finish();
  REQUIRE(watcher.measurements().size() == 1);
  CHECK(watcher.measurements()[0].line == 2);
  CHECK(watcher.measurements()[0].offset == (std::uint64_t{1} << 24) + 1);
}

TEST_CASE("the quoted line is short and valid UTF-8") {
  for (const char* filler : {"\xFF", "\xE2\x96\x88", "x"}) {
    std::string log = "PCC: 0.5 ";
    for (int i = 0; i < 300; ++i) log += filler;
    const std::vector<Measurement> list = watch(log + "\n");
    REQUIRE(list.size() == 1);
    CHECK(list[0].text.size() <= 200);
    CHECK(list[0].text.size() > 190);
    CHECK(tt::utf8::is_valid(list[0].text));
    CHECK(list[0].text.starts_with("PCC: 0.5 "));
  }
}

TEST_CASE("of too many values the first, the extremes and the latest are kept") {
  std::string log;
  for (int i = 0; i < 5000; ++i) log += fmt::format("PCC: {}\n", i == 3000 ? 0.125 : i == 3500 ? 0.9375 : 0.5);
  log += "Top-1: 40% | Top-5: 50%\nTop-1: 90% | Top-5: 95%\n";
  const std::vector<Measurement> list = watch(log);
  CHECK(list.size() == 1000 + 9);
  CHECK(list[999].line == 1000);
  CHECK(tt::gates::deciding({"pcc", 0.2, {}}, list)->line == 3001);
  CHECK(tt::gates::deciding({"pcc", {}, 0.9}, list)->line == 3501);
  CHECK(tt::gates::deciding({"top1", 80, {}}, list)->value == 90);
  CHECK(tt::gates::deciding({"top5", 80, {}}, list)->value == 95);
}

TEST_CASE("a NaN after too many values isn't lost") {
  std::string log;
  for (int i = 0; i < 1500; ++i) log += "PCC: 1.0\n";
  const std::string nan = log + "PCC: nan\n" + log;
  CHECK(judge({"pcc", 0.99, {}}, watch(log)) == tt::gates::Verdict::kPassed);
  CHECK(judge({"pcc", 0.99, {}}, watch(nan)) == tt::gates::Verdict::kFailed);
}

TEST_CASE("everything that a log says is read in one pass, however it is cut") {
  const std::string log =
      "[1/4] Building a.o\r[2/4] Building b.o\r\n"
      "shard:  10%|# | 1/10 [00:01<00:09, 3it/s]\rshard:  20%|## | 2/10 [00:02<00:08, 3it/s]\r\n"
      "\x1b[31msrc/a.cpp:3:9: error: no\x1b[0m\n"
      "ModuleNotFoundError: No module named 'ttnn'\n"
      "PCC: 0.5\n";
  for (const std::size_t piece : {log.size(), std::size_t{1}, std::size_t{3}, std::size_t{17}}) {
    Watcher watcher;
    for (std::size_t at = 0; at < log.size(); at += piece) watcher.push(std::string_view(log).substr(at, piece));
    watcher.finish();
    REQUIRE(watcher.progress());
    CHECK(*watcher.progress() == tt::gates::Progress{"shard", 0.2, "3it/s"});
    REQUIRE(watcher.faults().fault());
    CHECK(watcher.faults().fault()->kind == "missingModule");
    CHECK(watcher.faults().fault()->line == 4);
    REQUIRE(watcher.marks().marks().size() == 1);
    CHECK(watcher.marks().marks()[0].line == 3);
    CHECK(watcher.marks().marks()[0].offset == log.find("\x1b[31m"));
    CHECK(summary(watcher.measurements()).starts_with("pcc=0.5@5:"));
  }
}

TEST_CASE("behind missing bytes lines and offsets are those of the log") {
  tt::gates::Watcher watcher;
  watcher.push("PCC: 0.5\nPCC: 0.\x1b]0;a title that");
  watcher.skip_to(1000, 70);
  watcher.push("PCC: 0.75\nPCC: 0.25");
  watcher.finish();
  const auto& list = watcher.measurements();
  REQUIRE(list.size() == 3);
  CHECK(list[0].line == 1);
  CHECK(list[1].line == 71);
  CHECK(list[1].offset == 1000);
  CHECK(list[1].value == 0.75);
  CHECK(list[2].line == 72);
  CHECK(watcher.bytes_seen() == 1019);
}
