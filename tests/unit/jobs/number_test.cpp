#include "jobs/number.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <thread>
#include <vector>

#include "scratch.hpp"

using tt::jobs::next_number;

TEST_CASE("numbers count up from 1 and never fall below the floor") {
  const Scratch scratch;
  CHECK(next_number(scratch.path, 0) == 1u);
  CHECK(next_number(scratch.path, 0) == 2u);
  CHECK(next_number(scratch.path, 41) == 42u);
  CHECK(next_number(scratch.path, 7) == 43u);
}

TEST_CASE("a damaged counter is made up for by the floor") {
  const Scratch scratch;
  for (const char* damage : {"", "abc", "99999999999999999999", "-4"}) {
    CAPTURE(damage);
    std::ofstream(scratch.path / "number") << damage;
    CHECK(next_number(scratch.path, 5) == 6u);
  }
}

TEST_CASE("callers at the same time get different numbers") {
  const Scratch scratch;
  std::vector<std::vector<std::uint32_t>> got(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : got) {
      threads.emplace_back([&scratch, &mine] {
        for (int i = 0; i < 50; ++i) mine.push_back(next_number(scratch.path, 0).value_or(0));
      });
    }
  }
  std::vector<std::uint32_t> all;
  for (const auto& mine : got) all.insert(all.end(), mine.begin(), mine.end());
  std::ranges::sort(all);
  for (std::uint32_t i = 0; i < 200; ++i) REQUIRE(all[i] == i + 1);
}

TEST_CASE("a folder that isn't there is an error, not a number") {
  CHECK(next_number("/nonexistent/folder", 0).error().kind == tt::ErrorKind::kIo);
}
