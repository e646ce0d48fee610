#include "jobs/search.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>

#include <fstream>

#include "base/utf8.hpp"
#include "jobdir/log_gap.hpp"
#include "scratch.hpp"

using namespace std::chrono_literals;
using tt::jobs::LogSearch;
using tt::jobs::SearchMatch;
using tt::jobs::SearchPattern;
using tt::jobs::Span;

namespace {

void write_log(const std::filesystem::path& folder, std::string_view text) {
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "out.log", std::ios::binary) << text;
}

struct Searched {
  std::vector<SearchMatch> matches;
  bool passed_limit = false;
};

Searched search(std::vector<tt::jobs::SearchTarget> targets, std::string_view text, bool regex = false, std::size_t limit = 1000) {
  LogSearch search(*SearchPattern::compile(text, regex, false), std::move(targets), limit);
  while (search.run_for(1ms)) {
  }
  return {search.matches(), search.passed_limit()};
}

std::vector<SearchMatch> search_text(std::string_view log, std::string_view text, bool regex = false) {
  const Scratch scratch;
  write_log(scratch.path, log);
  return search({{"j", scratch.path}}, text, regex).matches;
}

}  // namespace

TEST_CASE("each line that holds the text is found once, with its number and offset") {
  const auto found = search_text("one\ntwo one one\n\nONE", "one");
  REQUIRE(found.size() == 3);
  CHECK(found[0].line == 1);
  CHECK(found[0].offset == 0);
  CHECK(found[1].line == 2);
  CHECK(found[1].offset == 4);
  CHECK(found[1].text == "two one one");
  CHECK(found[1].start == 4);
  CHECK(found[1].end == 7);
  CHECK(found[2].line == 4);
  CHECK(found[2].offset == 17);
  CHECK(found[2].job == "j");
  CHECK(search_text("", "one").empty());
  CHECK(search_text("\n\n\n", "one").empty());
}

TEST_CASE("escape sequences are neither shown nor in the way") {
  const auto found = search_text("a\n\x1b[1;31merr\x1b[0mor: it\x1b]52;c;AAAA\a broke\nerror\n\x1b[0m\n", "error: it broke");
  REQUIRE(found.size() == 1);
  CHECK(found[0].line == 2);
  CHECK(found[0].offset == 2);
  CHECK(found[0].text == "error: it broke");
  // What is inside a sequence isn't output.
  CHECK(search_text("\x1b]52;c;AAAA\a\n\x1b[31mx", "AAAA").empty());
  CHECK(search_text("\x1b]52;c;AAAA\a\n\x1b[31mx", "31").empty());
  // Lines without any on both sides of lines with them.
  const auto mixed = search_text("x1\n\x1b[1mx2\x1b[0m\nx3\nno\n\x1b[1mno\x1b[0m\nx4", "x");
  REQUIRE(mixed.size() == 4);
  CHECK(mixed[1].text == "x2");
  CHECK(mixed[2].text == "x3");
  CHECK(mixed[3].line == 6);
}

TEST_CASE("of a progress bar the state with the match is shown") {
  const auto found = search_text("go\n 10%|#\r 20%|##\r 30%|###\ndone\n", "20%");
  REQUIRE(found.size() == 1);
  CHECK(found[0].text == " 20%|##");
  CHECK(found[0].line == 2);
}

TEST_CASE("a shown line is cut around its match, between characters") {
  struct Case {
    std::string before, match, after;
  };
  const std::string many(3000, 'b'), wide = [] {
    std::string text;
    for (int i = 0; i < 900; ++i) text += "\xF0\x9D\x84\x9E";
    return text;
  }();
  for (const Case& c : {Case{"", "hit", ""}, Case{many, "hit", many}, Case{many, "hit", ""}, Case{"", "hit", many},
                        Case{wide, "hit", wide}, Case{"\xff\xff", "hit", "\xE2\x96"}, Case{"ü", many, "ü"}}) {
    const std::string line = c.before + c.match + c.after;
    const SearchMatch shown = tt::jobs::show_match(line, {c.before.size(), c.before.size() + c.match.size()});
    CAPTURE(shown.text);
    CHECK(tt::utf8::is_valid(shown.text));
    std::size_t characters = 0, units = 0;
    std::string in_units;
    for (const char c8 : shown.text) {
      if ((static_cast<unsigned char>(c8) & 0xC0) == 0x80) continue;
      ++characters;
      const std::size_t width = static_cast<unsigned char>(c8) >= 0xF0 ? 2 : 1;
      if (units >= shown.start && units < shown.end) in_units += c8;
      units += width;
    }
    CHECK(characters <= 300);
    CHECK(in_units == c.match.substr(0, 300));
    if (line.size() > 4000) CHECK(characters == 300);
  }
}

TEST_CASE("matches at every place around a block's border are found once") {
  // Blocks are 1 MiB: lines are laid so that each kind of border falls into them.
  for (const std::size_t lead : {1048570u, 1048575u, 1048576u, 1048577u, 524288u, 2097150u}) {
    CAPTURE(lead);
    std::string log(lead, '-');
    log += "needle\nsecond needle\n";
    auto found = search_text(log, "needle");
    REQUIRE(found.size() == 2);
    CHECK(found[0].line == 1);
    CHECK(found[0].offset == 0);
    CHECK(found[1].line == 2);
    CHECK(found[1].offset == lead + 7);
    // The same with short lines before it.
    for (std::size_t at = 63; at < lead; at += 64) log[at] = '\n';
    found = search_text(log, "needle");
    REQUIRE(found.size() == 2);
    CHECK(found[0].line == lead / 64 + 1);
    CHECK(found[0].offset == lead / 64 * 64);
    CHECK(found[1].line == lead / 64 + 2);
  }
}

TEST_CASE("a line of many blocks is one line, found once, in constant memory") {
  std::string log(5'000'000, 'x');
  for (std::size_t at = 1000; at + 10 < log.size(); at += 700'000) log.replace(at, 6, "needle");
  log += "\nneedle";
  const auto found = search_text(log, "needle");
  REQUIRE(found.size() == 2);
  CHECK(found[0].line == 1);
  CHECK(found[1].line == 2);
  CHECK(found[1].offset == 5'000'001);
}

TEST_CASE("line numbers behind a gap are true, and nothing in it is found") {
  const Scratch scratch;
  std::string log;
  for (int i = 0; i < 1000; ++i) log += fmt::format("line {:04}\n", i);
  // Lines 100 to 899 went.
  std::fill(log.begin() + 1000, log.begin() + 9000, '\0');
  write_log(scratch.path, log);
  const tt::Fd folder{::open(scratch.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  REQUIRE(tt::jobdir::create_gap_file(folder.get(), {1000, 9000, 900, 0, 4000, 100}).has_value());
  const auto found = search({{"j", scratch.path}}, "line").matches;
  REQUIRE(found.size() == 200);
  CHECK(found[99].line == 100);
  CHECK(found[99].text == "line 0099");
  CHECK(found[100].line == 901);
  CHECK(found[100].offset == 9000);
  CHECK(found[100].text == "line 0900");
  CHECK(found[199].line == 1000);
  CHECK(search({{"j", scratch.path}}, "^$", true).matches.empty());
}

TEST_CASE("logs are searched in the given order up to the limit, and one that isn't there holds nothing") {
  const Scratch scratch;
  write_log(scratch.path / "a", "x\nx\nx\n");
  write_log(scratch.path / "b", "x\n");
  const std::vector<tt::jobs::SearchTarget> targets{
      {"gone", scratch.path / "gone"}, {"b", scratch.path / "b"}, {"a", scratch.path / "a"}};
  Searched all = search(targets, "x", false, 4);
  REQUIRE(all.matches.size() == 4);
  CHECK(all.matches[0].job == "b");
  CHECK(all.matches[3].job == "a");
  CHECK_FALSE(all.passed_limit);
  all = search(targets, "x", false, 3);
  CHECK(all.matches.size() == 3);
  CHECK(all.passed_limit);
}

TEST_CASE("lines are counted") {
  for (const std::size_t size : {0u, 1u, 127u, 128u, 129u, 1000u}) {
    CHECK(tt::jobs::count_lines(std::string(size, '\n')) == size);
    CHECK(tt::jobs::count_lines(std::string(size, 'n')) == 0);
  }
}
