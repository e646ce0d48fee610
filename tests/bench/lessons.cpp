// Renders one lesson again and again as the daemon does. Prints as JSON what the first time in this process took, and the median of
// the rest.
//   bench_lessons FILE TIMES
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "clock.hpp"
#include "lessons/lesson.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::ifstream file(argv[1], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const long times = std::atol(argv[2]);
  std::vector<std::int64_t> took;
  std::size_t html = 0;
  for (long i = 0; i < times; ++i) {
    const std::int64_t start = tt::bench::now();
    const tt::Result<tt::lessons::Lesson> lesson = tt::lessons::parse_lesson("lesson.md", text);
    took.push_back(tt::bench::now() - start);
    if (!lesson || lesson->html.empty()) {
      fmt::print(stderr, "The lesson {} can't be rendered: {}\n", argv[1], lesson ? "it has no HTML" : lesson.error().message);
      return 1;
    }
    html = lesson->html.size();
  }
  const std::int64_t cold = took.front();
  took.erase(took.begin());
  fmt::print("{{\"bytes\":{},\"htmlBytes\":{},\"coldNs\":{},\"warmNs\":{}}}\n", text.size(), html, cold,
             tt::bench::quantile(took, 0.5));
  return 0;
}
